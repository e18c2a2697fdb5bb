"""Money in models: whole fen in an integer column. People read and write 万元; the desk converts on the way in and out."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Whole = models.BigIntegerField[Any, Any]
else:
    Whole = models.BigIntegerField


class FenField(Whole):
    """An amount of money in fen (分). Its verbose name says 万元, for that is what forms, lists and sheets show."""
