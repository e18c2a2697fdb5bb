"""The fixed pages: work desk, detail pages, notices, account, journal, gallery, health."""
