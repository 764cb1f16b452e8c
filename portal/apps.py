from django.apps import AppConfig

from portal import among  # noqa: F401 - registers its lookup before any model is used


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"
