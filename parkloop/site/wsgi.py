"""The WSGI entry."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parkloop.site.settings.base")
application = get_wsgi_application()
