"""How an open question looks: its text and its buttons. The pain scale is always 0 to 10, plain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.model.asking import CheckIn
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params
from bot.rules.answering import SIGN_LISTS, mark_of
from bot.rules.questions import Form, Question
from bot.services.work import button, plain, slug

SCALE_ROWS = (6, 5)
PER_ROW = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a question whose options come from outside: a value and its label."""

    value: str
    label: str
    params: Params = field(default_factory=dict)
    literal: bool = False


def answer_press(checkin: CheckIn, question: str, value: str) -> Press:
    """What a button that answers says."""
    return Press("a", checkin.id, (question, value))


def ask(
    checkin: CheckIn, question: Question, params: Params, offers: Sequence[Offer] = ()
) -> Message:
    """The question as a message; `params` are the head line's and the text's."""
    own_words = question.id in ("pain", "noticed") or question.form is Form.QUICK_SCALE
    key = (
        f"ask-{slug(checkin.kind)}-{slug(question.id)}" if own_words else f"ask-{slug(question.id)}"
    )
    if question.form is Form.QUICK_SCALE and question.extras:
        key = "ask-post-run-quick"
    return Message(key, params, keyboard(checkin, question, offers))


def keyboard(checkin: CheckIn, question: Question, offers: Sequence[Offer] = ()) -> Keyboard:
    """The rows of buttons for a question in its present state."""
    match question.form:
        case Form.SCALE:
            return (*_scale(checkin, question), *_extras(checkin, question))
        case Form.QUICK_SCALE:
            quick = tuple(_quick(checkin, question, n) for n in range(3))
            return (quick, *_scale(checkin, question), *_extras(checkin, question))
        case Form.MARKS:
            return _marks(checkin, question, offers)
        case Form.GRADE | Form.CHOICE:
            return _choices(checkin, question, offers)
        case Form.NUMBER | Form.OPEN:
            per_row = PER_ROW if question.id in ("country", "zone") else 3
            return _rows((_offer(checkin, question, offer) for offer in offers), per_row)


def _scale(checkin: CheckIn, question: Question) -> Keyboard:
    buttons = [plain(str(n), answer_press(checkin, question.id, str(n))) for n in range(11)]
    return (tuple(buttons[: SCALE_ROWS[0]]), tuple(buttons[SCALE_ROWS[0] :]))


def _quick(checkin: CheckIn, question: Question, n: int) -> Button:
    return button("label-quick", answer_press(checkin, question.id, f"q{n}"), n=n)


def _extras(checkin: CheckIn, question: Question) -> Keyboard:
    row = tuple(
        button(f"label-{slug(extra)}", answer_press(checkin, question.id, extra))
        for extra in question.extras
    )
    return (row,) if row else ()


def _choices(checkin: CheckIn, question: Question, offers: Sequence[Offer]) -> Keyboard:
    known = {offer.value: offer for offer in offers}
    buttons = [
        _offer(checkin, question, known[option])
        if option in known
        else button(
            f"choice-{slug(question.id)}.{slug(option)}",
            answer_press(checkin, question.id, option),
        )
        for option in question.options
    ]
    per_row = 1 if question.form is Form.GRADE else PER_ROW
    return _rows(buttons, per_row)


def _marks(checkin: CheckIn, question: Question, offers: Sequence[Offer]) -> Keyboard:
    known = {offer.value: offer for offer in offers}
    buttons = []
    marked = False
    for option in question.options:
        ticked = mark_of(question, option) in checkin.answers
        marked = marked or ticked
        press = answer_press(checkin, question.id, option)
        label = known[option].label if option in known else _mark_label(question, option)
        params = known[option].params if option in known else {}
        tick = {"key": label, "params": params}
        buttons.append(button("label-ticked" if ticked else "label-open", press, label=tick))
    last = "done" if marked or question.id == "more" else "none"
    finish = button(f"label-{last}", answer_press(checkin, question.id, last))
    single = len(buttons) - len(question.also)
    rows = _rows(buttons[:single], PER_ROW if question.id != "run_days" else 4)
    rows = (*_rows(buttons[single:], PER_ROW), *rows)
    return ((finish,), *rows) if last == "none" else (*rows, (finish,))


def _mark_label(question: Question, option: str) -> str:
    group = "mark" if question.id in SIGN_LISTS else f"mark-{slug(question.id)}"
    return f"{group}.{slug(option)}"


def _offer(checkin: CheckIn, question: Question, offer: Offer) -> Button:
    press = answer_press(checkin, question.id, offer.value)
    return Button(offer.label, str(press), offer.params, offer.literal)


def _rows(buttons: Iterable[Button], per_row: int = 3) -> Keyboard:
    row_of = list(buttons)
    return tuple(tuple(row_of[i : i + per_row]) for i in range(0, len(row_of), per_row))
