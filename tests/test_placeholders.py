"""Placeholders of every dialect."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macrolint.placeholders import BLANK, VALUE, find, mask

# A text, and the placeholders in it, each with its dialect and whether it prints a value.
CASES = [
    ('Hi {{ticket.requester.first_name | default: "there"}}, {{-x-}}',
     [("liquid", True, '{{ticket.requester.first_name | default: "there"}}'), ("liquid", True, "{{-x-}}")]),
    ("{%- if a == 'b' -%}x{% endif %}{% # note %}",
     [("liquid-tag", False, "{%- if a == 'b' -%}"), ("liquid-tag", False, "{% endif %}"), ("liquid-tag", False, "{% # note %}")]),
    ("{%if a < b%}", [("liquid-tag", False, "{%if a < b%}")]),
    ("{% comment %}a {{ b }}{% endcomment %}c", [("comment", False, "{% comment %}a {{ b }}{% endcomment %}")]),
    ("{{! a }}{{!-- b }} c --}}{# d #}", [("comment", False, "{{! a }}"), ("comment", False, "{{!-- b }} c --}}"), ("comment", False, "{# d #}")]),
    ("{{dc.late_order}} {{ dc.x-y }}", [("liquid", True, "{{dc.late_order}}"), ("liquid", True, "{{ dc.x-y }}")]),
    ("Hi {{user.name | fallback: 'there'}}{{user.name|fallback:\"you, there\"}}",
     [("liquid", True, "{{user.name | fallback: 'there'}}"), ("liquid", True, '{{user.name|fallback:"you, there"}}')]),
    ('<p>Hi <attribute key="user.name" default="there"/>, <attribute key="a.b"/></p>',
     [("intercom", True, '<attribute key="user.name" default="there"/>'), ("intercom", True, '<attribute key="a.b"/>')]),
    ('Hi {First name|fallback:"there"}', [("braces", True, '{First name|fallback:"there"}')]),
    ("Hi {%customer.firstName,fallback=there%} {%subject%} {% if x %}",
     [("helpscout", True, "{%customer.firstName,fallback=there%}"), ("helpscout", True, "{%subject%}"), ("liquid-tag", False, "{% if x %}")]),
    ('Hi #{ticket.customer.firstname} #{ t(ticket.state.name) } #{dt(ticket.updated_at, "%Y", "Europe/Berlin")} #12',
     [("zammad", True, "#{ticket.customer.firstname}"), ("zammad", True, "#{ t(ticket.state.name) }"),
      ("zammad", True, '#{dt(ticket.updated_at, "%Y", "Europe/Berlin")}')]),
    ("%{ticket.name.first} %%7Bticket.id%7D", [("osticket", True, "%{ticket.name.first}"), ("osticket", True, "%%7Bticket.id%7D")]),
    ("Hi %{reply_to_username,fallback:there} %{my_name}",
     [("osticket", True, "%{reply_to_username,fallback:there}"), ("osticket", True, "%{my_name}")]),
    ("<OTRS_TICKET_TicketNumber> &lt;OTRS_CUSTOMER_SUBJECT[20]&gt; <otrs_agent_body[5]> <b>",
     [("otrs", True, "<OTRS_TICKET_TicketNumber>"), ("otrs", True, "&lt;OTRS_CUSTOMER_SUBJECT[20]&gt;"), ("otrs", True, "<otrs_agent_body[5]>")]),
    ("[[sn.org.billing.refund_policy]] [not] [[this one]]", [("kustomer", True, "[[sn.org.billing.refund_policy]]")]),
    ("{{#if a}}x{{else}}y{{/if}}{{> footer}}{{^b}}",
     [("block", False, "{{#if a}}"), ("block", False, "{{else}}"), ("block", False, "{{/if}}"), ("block", False, "{{> footer}}"), ("block", False, "{{^b}}")]),
    ("Hi {{{Recipient.FirstName}}}", [("triple", True, "{{{Recipient.FirstName}}}")]),
    ('Hi {!Contact.FirstName}, {!NullValue(Contact.FirstName,"there")}',
     [("salesforce", True, "{!Contact.FirstName}"), ("salesforce", True, '{!NullValue(Contact.FirstName,"there")}')]),
    ("Case ${number} for ${subject_person.first_name} $5", [("servicenow", True, "${number}"), ("servicenow", True, "${subject_person.first_name}")]),
    ("Hi *|FNAME|* *|IF:FNAME|*x*|END:IF|* *a*",
     [("mailchimp", True, "*|FNAME|*"), ("mailchimp", False, "*|IF:FNAME|*"), ("mailchimp", False, "*|END:IF|*")]),
    ("Hi {nick}, {1} {}", [("braces", True, "{nick}")]),
    ("{if $a}x{else}y{/if}{$name}",
     [("smarty-tag", False, "{if $a}"), ("smarty-tag", False, "{else}"), ("smarty-tag", False, "{/if}"), ("smarty", True, "{$name}")]),
    ("<%= name %> <% if x > 3 %> <%- end -%> <%# note %>",
     [("erb", True, "<%= name %>"), ("erb", False, "<% if x > 3 %>"), ("erb", False, "<%- end -%>"), ("erb", False, "<%# note %>")]),
    ("[% name %] [%- IF a -%] [% # x %] [% END %]",
     [("template-toolkit", True, "[% name %]"), ("template-toolkit", False, "[%- IF a -%]"), ("template-toolkit", False, "[% # x %]"), ("template-toolkit", False, "[% END %]")]),
    ("Hi %(name)s %s %1$s %d 100% 5 % discount 50%s", [("printf", True, "%(name)s"), ("printf", True, "%s"), ("printf", True, "%1$s"), ("printf", True, "%d"), ("printf", True, "%s")]),
    ("{{ a }} }} {{ b", [("liquid", True, "{{ a }}")]),
    ("{{ a\n| upcase }}", [("liquid", True, "{{ a\n| upcase }}")]),
    ("Plain words, a [link](http://x), 100% sure & {not closed, <b>bold</b> #12 $5 *x*", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_dialect_finds_its_own(text, expected):
    assert [(one.dialect, one.prints, text[slice(*one.span)]) for one in find(text)] == expected


@pytest.mark.parametrize(
    ("text", "fallback"),
    [
        ('{{ a | default: "there" }}', "there"),
        ("{{ a | default: 'there' }}", "there"),
        ('{{ a | default:"" }}', ""),
        ("{{ a | default: “there” }}", "there"),
        ("{{ a | fallback: 'you, there' }}", "you, there"),
        ("{{ a | default: &quot;there&quot; }}", "there"),
        ('{{ a | default: "it\'s you" }}', "it's you"),
        ("{{ a | upcase | default: 'x' | strip }}", "x"),
        ("{%customer.firstName,fallback=there%}", "there"),
        ("{%customer.firstName,fallback=%}", ""),
        ("%{reply_to_username,fallback:there}", "there"),
        ('{{ a || "there" }}', "there"),
        ("<%= a || 'there' %>", "there"),
        ('<attribute key="a" default="there"/>', "there"),
        ('<attribute key="a" default=""/>', ""),
        ('<attribute key="a"/>', None),
        ("{{ a }}", None),
        ("{{ ticket.default_name }}", None),
        ("{{ a | default }}", None),
    ],
)
def test_the_fallback_is_read(text, fallback):
    (one,) = find(text)
    assert one.fallback == fallback


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{{ ticket.id | upcase }}", "ticket.id"),
        ("{{-x-}}", "x"),
        ("#{ticket.title}", "ticket.title"),
        ("%{my_name}", "my_name"),
        ("${number}", "number"),
        ("*|FNAME|*", "FNAME"),
        ("[[sn.a]]", "sn.a"),
        ("<%= name %>", "name"),
        ("{{{a.b}}}", "a.b"),
        ("<OTRS_CUSTOMER_SUBJECT[20]>", "OTRS_CUSTOMER_SUBJECT[20]"),
    ],
)
def test_the_name_is_what_stands_between_the_marks(text, name):
    (one,) = find(text)
    assert one.name == name


@settings(deadline=None, max_examples=400)
@given(
    st.text(alphabet="{}%#$!*|[]<>&;ltgOTRS_ab.\n\"' -/=:()s1")
    | st.lists(st.sampled_from([text for text, _ in CASES])).map("".join)
)
def test_masking_keeps_the_length_and_everything_else(text):
    found = find(text)
    masked = mask(text, found)
    assert len(masked) == len(text)
    at = 0
    for one in found:
        assert one.span.start >= at
        assert one.span.end > one.span.start
        assert masked[at : one.span.start] == text[at : one.span.start]
        assert masked[slice(*one.span)] == (VALUE if one.prints else BLANK) * (one.span.end - one.span.start)
        at = one.span.end
    assert masked[at:] == text[at:]


@pytest.mark.parametrize(
    "unit",
    [
        "{{", "{%", "[%", "{#", "<%", "&lt;OTRS_", "<OTRS_a[", "{{{", "#{", "${", "%{", "%%7B", "{!", "*|A:", "[[", "[[a", "<attribute ", "{a",
        "{if", "{$", "%(a", "%1", "{%comment%}", "{% comment %}{%", "{{!", "{{!--", "{{#", "{%subject", "{%a.b", "{ ", "{{ default:", "{{||'",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_text(unit):
    for text in (
        unit * (400_000 // len(unit)),
        unit + "a" * 100_000,
        unit + " " * 100_000,
        unit + "default: " * 10_000 + "}}%}",
    ):
        start = time.process_time()
        mask(text, find(text))
        assert time.process_time() - start < 2


@pytest.mark.parametrize("blank", ["{insert screenshot}", "{Your name}", "{todo}", "{fill in the reason}"])
def test_a_blank_that_a_person_fills_is_no_placeholder(blank: str) -> None:
    assert find(f"See {blank} and {{order_number}}.")[0].name == "order_number"
