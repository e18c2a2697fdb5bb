"""The plan (方案): compiled headings, tasks, targets, duties, values, progress and signing for it."""
