/* For readers who chose neither light nor dark: what their machine prefers, set before the first paint. */
if (!document.documentElement.dataset.bsTheme) {
  document.documentElement.dataset.bsTheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
