"""Entering: forms and dialogs made from action signatures, drafts, double submission, stale versions."""
