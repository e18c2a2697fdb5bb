"""The room's verbs live in `parkloop.foundation.actions` (every room stands on them); loading them here registers them."""

from parkloop.foundation import actions

actions.load()
