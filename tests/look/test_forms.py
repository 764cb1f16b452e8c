"""How forms are drawn: what describes a field exists, and links lead to fields."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from lxml import html


class Everything(forms.Form):
    """One field of each kind that is drawn in its own way."""

    key = forms.CharField(widget=forms.HiddenInput)
    subject = forms.CharField(help_text="A few words")
    port = forms.ChoiceField(choices=[("", "–"), ("a", "Savannah")])
    text = forms.CharField(widget=forms.Textarea(attrs={"class": "tall"}))
    held = forms.ChoiceField(
        choices=[("y", "Yes"), ("n", "No")],
        widget=forms.RadioSelect,
        help_text="At the port, now",
    )
    kinds = forms.MultipleChoiceField(
        choices=[("a", "Value"), ("b", "Origin")], widget=forms.CheckboxSelectMultiple
    )
    leave = forms.BooleanField(label="I have leave to ask")


@pytest.fixture(params=["fresh", "empty"])
def page(request: pytest.FixtureRequest) -> html.HtmlElement:
    """The form as it first appears, and as it comes back without an answer."""
    form = Everything() if request.param == "fresh" else Everything({})
    return drawn(form)


def drawn(form: forms.Form) -> html.HtmlElement:
    return html.fromstring(
        f"<main>{render_to_string(form.template_name, {'form': form})}"
    )


def test_what_describes_a_field_exists(page: html.HtmlElement) -> None:
    described = page.xpath("//*[@aria-describedby]")
    ids = {
        id_ for element in described for id_ in element.get("aria-describedby").split()
    }

    assert described
    assert ids <= set(page.xpath("//@id"))


def test_ids_are_used_once(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")

    assert len(ids) == len(set(ids))


def test_each_field_has_its_label(page: html.HtmlElement) -> None:
    shown = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    labelled = set(page.xpath("//label/@for"))

    assert {field.get("id") for field in shown} == labelled


def test_choices_stand_in_a_named_group(page: html.HtmlElement) -> None:
    legends = page.xpath("//fieldset/legend[@class='usa-legend']/text()")

    assert legends == ["Held", "Kinds"]


def test_each_error_links_to_a_field_that_exists() -> None:
    page = drawn(Everything({}))
    links = page.xpath("//*[@role='alert']//a/@href")

    assert [link.removeprefix("#") for link in links] == [
        "id_subject",
        "id_port",
        "id_text",
        "id_held_0",
        "id_kinds_0",
        "id_leave",
    ]
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in links)


def test_an_error_of_a_hidden_field_is_told_too() -> None:
    told = drawn(Everything({})).xpath("//*[@role='alert']//li[not(a)]/text()")

    assert told == ["This field is required."]


def test_an_error_stands_at_its_field_between_hint_and_input() -> None:
    group = drawn(Everything({})).xpath("//*[@id='id_subject']/..")[0]

    assert [child.get("id") for child in group] == [
        None,
        "id_subject_helptext",
        "id_subject_error",
        "id_subject",
    ]
    assert group.xpath("input/@aria-invalid") == ["true"]


def test_a_form_without_errors_has_no_summary() -> None:
    assert not drawn(Everything()).xpath("//*[@role='alert']")


def test_each_kind_has_its_look() -> None:
    page = drawn(Everything())
    looks = {field.get("id"): field.get("class") for field in page.xpath("//*[@name]")}

    assert looks == {
        "id_key": None,
        "id_subject": "usa-input",
        "id_port": "usa-select",
        "id_text": "usa-textarea tall",
        "id_held_0": "usa-radio__input",
        "id_held_1": "usa-radio__input",
        "id_kinds_0": "usa-checkbox__input",
        "id_kinds_1": "usa-checkbox__input",
        "id_leave": "usa-checkbox__input",
    }


def test_no_attribute_is_written_twice() -> None:
    form = Everything({})
    tags = re.findall(
        r"<\w+([^>]*)>", render_to_string(form.template_name, {"form": form})
    )

    for attributes in tags:
        names = re.findall(r"\s([\w-]+)=", attributes)
        assert len(names) == len(set(names))


def test_a_placeholder_gives_way_to_the_label() -> None:
    class SignIn(forms.Form):
        login = forms.CharField(widget=forms.TextInput({"placeholder": "E-mail"}))

    assert not drawn(SignIn()).xpath("//@placeholder")
