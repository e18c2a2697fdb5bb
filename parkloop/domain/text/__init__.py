"""Chinese text as the compiler needs it: folded punctuation with an offset map, and numerals. Knows no plan."""
