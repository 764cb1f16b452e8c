"""How forms are drawn: label above, hint below it, then the error, then the field."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

# The class that gives each kind of widget its USWDS look. Radios and check boxes in
# groups are drawn one by one by the field template.
LOOKS: dict[type[forms.Widget], str] = {
    forms.Textarea: "usa-textarea",
    forms.Select: "usa-select",
    forms.CheckboxInput: "usa-checkbox__input",
    forms.RadioSelect: "usa-radio__input",
    forms.CheckboxSelectMultiple: "usa-checkbox__input",
    forms.ClearableFileInput: "portal-file",
    Input: "usa-input",
}


def look(widget: forms.Widget) -> str:
    """Return the class of the nearest kind that has a look, the widget's own first."""
    kinds = (LOOKS[kind] for kind in type(widget).__mro__ if kind in LOOKS)
    return "" if widget.is_hidden else next(kinds, "")


class PortalBoundField(BoundField):
    """A field of a form that knows how it looks and where a link to it leads."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        # A placeholder goes with the first key pressed; what it says is the hint's.
        attrs = {**super().build_widget_attrs(attrs, widget), "placeholder": False}
        drawn = widget or self.field.widget
        own = str(drawn.attrs.get("class", ""))
        error = "usa-input--error" if self.errors and not drawn.is_hidden else ""
        classes = " ".join(part for part in (look(drawn), error, own) if part)
        return {**attrs, "class": classes} if classes else attrs

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def target(self) -> str:
        """The id that a link in the error summary leads to: the first thing to fill."""
        if self.use_fieldset and self.subwidgets:
            return str(self.subwidgets[0].id_for_label or self.auto_id)
        return self.id_for_label or self.auto_id

    @property
    def is_box(self) -> bool:
        """True for a single check box, whose label stands beside it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_group(self) -> bool:
        """True for radios and check boxes that are drawn one by one."""
        return isinstance(self.field.widget, forms.RadioSelect)

    @property
    def group_look(self) -> str:
        """The USWDS block that a choice of this group is drawn as."""
        many = isinstance(self.field.widget, forms.CheckboxSelectMultiple)
        return "usa-checkbox" if many else "usa-radio"


class PortalRenderer(TemplatesSetting):
    """Draws forms with the portal's own templates, components included."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = PortalBoundField
