"""Where allauth looks for the sign-in providers of this app."""

from accounts.door.elsewhere import Elsewhere

provider_classes = [Elsewhere]
