"""Parkloop 园区闭环: an innovation park runs its action plan as a closed loop.

Storeys, top to bottom: site > apps > desk > foundation > adapters > packs > domain; an import never goes up.
"""

__version__ = "0.1.0"
