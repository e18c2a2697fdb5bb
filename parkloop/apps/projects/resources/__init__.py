"""Screens of projects, declared once per model."""

from parkloop.apps.projects.resources.history import StageChangeResource
from parkloop.apps.projects.resources.major import BlockerResource, MonthResource, ProjectResource
from parkloop.apps.projects.resources.technology import (
    IndicatorResource,
    ReadingResource,
    RecognitionResource,
    TechnologyResource,
)

__all__ = [
    "BlockerResource",
    "IndicatorResource",
    "MonthResource",
    "ProjectResource",
    "ReadingResource",
    "RecognitionResource",
    "StageChangeResource",
    "TechnologyResource",
]
