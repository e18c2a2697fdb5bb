"""The one password of the cast; apart from the cast, so that a benchmark can sign in without loading any model."""

PASSWORD = "walk-home-before-rain"
