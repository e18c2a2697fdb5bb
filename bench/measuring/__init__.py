"""The quantitative rule set of high-tech enterprises, written five ways, for `bench/measures.py`."""
