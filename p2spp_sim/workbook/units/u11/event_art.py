"""Unit 11: what the event cards show, drawn in lines of one weight so that black and white is enough.

Each is the inside of an SVG of 100 by 100 units; `l` is a line, `f` what is filled.
"""

_HOUSE = '<path class="l" d="M18 66V50l14-12 14 12v16M26 66V55h10v11"/>'
_WAVES = (
    '<path class="f" d="M6 68q8-8 16 0t16 0 16 0 16 0 16 0 8-4 8-4v28H6z"/>'
    '<path class="w" d="M8 78q8-6 16 0t16 0 16 0 16 0 16 0M8 87q8-6 16 0t16 0 16 0 16 0 16 0"/>'
)
_RAIN = '<path class="l" d="M60 12l-5 12M74 10l-5 12M88 14l-5 12M66 30l-5 12M80 32l-5 12"/>'
_COIN = '<circle class="l" cx="50" cy="56" r="30"/><circle class="l" cx="50" cy="56" r="22"/>'
_CUT = (
    '<path class="p" d="M44 16l8 18-9 10 13 12-11 12 9 12-6 18h46V16z"/>'
    '<path class="l" d="M46 18l6 16-9 10 13 12-11 12 9 12-6 14"/>'
    '<path class="l" d="M72 38a26 26 0 0 1 4 36M66 42l8-6M70 80l8-4" stroke-dasharray="4 5"/>'
)
_PERSON = (
    '<circle class="l" cx="34" cy="26" r="11"/>'
    '<path class="l" d="M16 74V58q0-16 18-16t18 16v16z"/><path class="f" d="M30 44h8l-4 20z"/>'
)
_LEAVES = (
    '<path class="l" d="M58 58h32M80 48l10 10-10 10"/>'
    '<path class="l" d="M20 74h28v14H20zM29 74v-5h10v5"/>'
)
_BOX = (
    '<path class="l" d="M18 52h64v34H18z"/><path class="f" d="M36 56h28v5H36z"/>'
    '<path class="l" d="M38 52l6-34h24l-6 34"/><path class="l" d="M46 34l6 6 10-14"/>'
)
_SUN = (
    '<circle class="f" cx="50" cy="36" r="13"/>'
    '<path class="l" d="M50 12v6M28 20l5 5M72 20l-5 5M20 38h7M80 38h-7"/>'
)
_FIELD = (
    '<path class="l" d="M8 62q42-16 84 0M8 74q42-16 84 0M8 86q42-16 84 0"/>'
    '<path class="l" d="M28 58v28M50 55v28M72 58v28"/>'
)

EVENT_ART = {
    "": _SUN + _FIELD,
    "election": _BOX,
    "flood": _RAIN + _HOUSE + _WAVES,
    "dau_cut": _COIN + _CUT,
    "transfer": _PERSON + _LEAVES,
}
