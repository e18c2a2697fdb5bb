"""Rules of major and key-technology projects: stages and their steps, monthly investment, technical indicators. Pure."""
