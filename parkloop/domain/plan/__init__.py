"""The plan compiler: the text of an action plan becomes headings, targets, duties, deadlines, named things, findings.

Pure: no files, no network, no clock. The grammar is that of Chinese action plans in general; a park's own names come in
through a :class:`Gazetteer`. Readers of txt, docx and pdf live in `parkloop.adapters.documents`.
"""

from parkloop.domain.plan.compiler import compile_plan
from parkloop.domain.plan.gazetteer import Gazetteer, GazetteerError
from parkloop.domain.plan.model import CompiledPlan, as_dict

__all__ = ["CompiledPlan", "Gazetteer", "GazetteerError", "as_dict", "compile_plan"]
