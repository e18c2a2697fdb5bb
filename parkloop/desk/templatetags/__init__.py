"""Template tags of the desk: the page elements that every app builds its pages from."""
