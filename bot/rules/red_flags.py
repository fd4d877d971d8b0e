"""Red flags: signs of something that needs a clinician, not an exercise plan (R1).

Identity is row and tier. They are never muted, and nothing here lowers a tier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from bot.model.care import Event, Finding, LockKind, RuleId, Tier
from bot.model.measures import AgeBand, Risk, Sign
from bot.rules.entries import RuleBook, SignRule, Values
from bot.rules.moments import HOUR, seconds
from bot.rules.standing import GONE, MAY_GO, NEXT_MORNING, PHYSIO, exit_of
from bot.rules.state import Held, State, Told

TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True)
class Seen:
    """One sign as it counts in its circumstances."""

    sign: Sign
    row: str
    tier: Tier
    lock: LockKind | None


def red_flags(
    signs: Collection[Sign],
    risks: Collection[Risk],
    book: RuleBook,
    *,
    age_band: AgeBand | str | None = None,
    injury: bool | None = None,
    slipped_back: bool | None = None,
    limp: bool | None = None,
) -> tuple[Finding, ...]:
    """Each sign belongs to a row and a tier; a fall, a limp, other signs and risks may raise the
    tier, nothing lowers it; one finding a row, the worst first. [pathways in evidence.toml; the
    tiers are design choices on the cautious side]
    """
    rows: dict[str, list[Seen]] = {}
    for sign in sorted(signs):
        rule = book.signs[sign]
        seen = _seen(rule, frozenset(signs), injury, slipped_back, limp)
        if seen is not None:
            lifted = _lifted(seen, risks, age_band, book)
            rows.setdefault(lifted.row, []).append(lifted)
    found = (_finding(row, seen) for row, seen in rows.items())
    return tuple(sorted(found, key=lambda finding: (finding.tier or "", finding.row)))


def _seen(
    rule: SignRule,
    signs: frozenset[Sign],
    injury: bool | None,
    slipped_back: bool | None,
    limp: bool | None,
) -> Seen | None:
    row, tier = rule.row, rule.tier
    if rule.slipped_back is not None and slipped_back:
        tier = rule.slipped_back
    if rule.limping is not None and limp:
        tier = rule.limping
    if rule.injured is not None and injury:
        row, tier = rule.injured
    for raised in rule.raised:
        if raised.beside & signs:
            row, tier = raised.row, raised.tier
    return None if tier is None else Seen(rule.sign, row, tier, rule.lock)


def _lifted(
    seen: Seen, risks: Collection[Risk], age_band: AgeBand | str | None, book: RuleBook
) -> Seen:
    """One tier up if a risk concerns the row; several risks lift no further."""
    for lift in book.lifts:
        old = lift.age_from_55 and age_band == AgeBand.FROM_55
        if seen.row in lift.rows and (old or lift.risks & frozenset(risks)):
            tier = TIERS[max(0, TIERS.index(seen.tier) - 1)]
            lock = LockKind.ALL if tier in (Tier.E0, Tier.E1) else seen.lock
            return replace(seen, tier=tier, lock=lock)
    return seen


def _finding(row: str, seen: Iterable[Seen]) -> Finding:
    """The row's worst tier and widest lock."""
    all_seen = list(seen)
    tier = min((one.tier for one in all_seen), key=TIERS.index)
    locks = {one.lock for one in all_seen if one.lock is not None}
    strict = LockKind.ALL if LockKind.ALL in locks or tier in (Tier.E0, Tier.E1) else None
    return Finding(
        rule=RuleId.RED_FLAG,
        urgency=tier.urgency,
        row=row,
        tier=tier,
        lock=strict or (LockKind.RUNNING if locks else None),
        values={"signs": ";".join(one.sign for one in all_seen)},
    )


def heard(state: State, event: Event, book: RuleBook, p: Values) -> tuple[Finding, ...]:
    """The red flags this event tells of, alone or together with signs told shortly before."""
    signs = event.signs - event.known_signs
    if not signs:
        return ()
    now = seconds(event.at)
    since = now - p["red.combine_hours"] * HOUR
    recent = frozenset(Sign(told.sign) for told in state.told if told.at >= since)
    before = _judged(state, event, recent, book)
    alone = _judged(state, event, signs, book)
    known = {(flag.row, flag.tier) for flag in before} - {(flag.row, flag.tier) for flag in alone}
    together = _judged(state, event, signs | recent, book)
    return tuple(flag for flag in together if (flag.row, flag.tier) not in known)


def _judged(
    state: State, event: Event, signs: frozenset[Sign], book: RuleBook
) -> tuple[Finding, ...]:
    limp = bool(event.limp or event.gait or state.limp)
    return red_flags(
        signs,
        [Risk(risk) for risk in state.intake.risks],
        book,
        age_band=state.intake.age_band,
        injury=event.injury,
        slipped_back=event.slipped_back,
        limp=limp,
    )


def remember(
    state: State, event: Event, flags: Collection[Finding], book: RuleBook, p: Values
) -> State:
    """Keeps what was told, and locks what must be locked; the stricter lock stays. A flag whose
    lock was opened is raised anew when its signs are told again, even while its card is open.
    """
    if not event.signs:
        return state
    now = seconds(event.at)
    rows = {sign: flag.row for flag in flags for sign in str(flag.values["signs"]).split(";")}
    since = now - p["red.combine_hours"] * HOUR
    told = {old.sign: old for old in state.told if old.at >= since}
    signs = event.signs - event.known_signs
    known = {old.sign: old.row for old in told.values()}
    for sign in sorted(signs):
        told[sign] = Told(sign, now, rows.get(sign) or known.get(sign, ""))
    locks = {lock.key: lock for lock in state.locks}
    for flag in flags:
        if flag.lock is not None:
            locks[flag.key] = _stricter(locks.get(flag.key), _held(flag, event, book))
    held = {lock.key for lock in state.locks}
    ended = {flag.key for flag in flags if flag.lock is not None} - held
    still = tuple(old for old in state.flags if old.key not in ended)
    return replace(
        state, told=tuple(sorted(told.values())), locks=tuple(locks.values()), flags=still
    )


def _held(flag: Finding, event: Event, book: RuleBook) -> Held:
    return Held(
        flag.key, flag.row, flag.tier or "", flag.lock or "", seconds(event.at),
        day=event.at.date().toordinal(), exit=exit_of(flag, book),
    )  # fmt: skip


def _stricter(old: Held | None, new: Held) -> Held:
    if old is None:
        return new
    kind = LockKind.ALL if LockKind.ALL in (old.kind, new.kind) else new.kind
    tier = min(old.tier, new.tier)
    if new.exit == NEXT_MORNING == old.exit:
        return new._replace(tier=tier, kind=kind, asked_day=old.asked_day)
    same = new.tier == old.tier and new.exit == MAY_GO
    exit_by = old.exit if same and old.exit in (GONE, MAY_GO) else PHYSIO
    return new._replace(tier=tier, kind=kind, at=old.at, exit=exit_by, asked_day=old.asked_day)


def forget(state: State, rows: Collection[str]) -> State:
    """Closed rows: their signs no longer combine with what is told later."""
    told = tuple(old for old in state.told if old.row not in rows)
    return replace(state, told=told)


def lock_kind(state: State) -> LockKind | None:
    """What the locks stop together."""
    kinds = {lock.kind for lock in state.locks}
    if LockKind.ALL in kinds:
        return LockKind.ALL
    return LockKind.RUNNING if kinds else None
