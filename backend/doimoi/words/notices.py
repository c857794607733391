"""Sentences about urging, and the digest of a day as people read it."""

from collections.abc import Mapping

PROBLEMS: dict[str, tuple[str, str]] = {
    "already_urged": (
        "Hôm nay bạn đã đôn đốc việc này rồi. Mai đôn đốc tiếp, hoặc sao chép lời nhắc để gửi qua Zalo.",
        "You have urged for this today. Urge again tomorrow, or copy the reminder and send it yourself.",
    ),
    "not_above": (
        "Chỉ lãnh đạo, đầu mối và trưởng đơn vị cấp trên đôn đốc được đơn vị này.",
        "Only the leader, the coordinator and heads above this unit can urge it.",
    ),
}

URGE = "Đề nghị đơn vị cập nhật số liệu và gửi duyệt."
"""What stands in the discussion when somebody urges without a word of their own."""

_PARTS = (
    ("overdue", "{n} việc quá hạn"),
    ("due", "{n} việc đến hạn"),
    ("returned", "{n} bị trả lại"),
    ("review", "{n} chờ bạn duyệt"),
)


def day_in_words(counts: Mapping[str, int]) -> str:
    """A digest in one line, the most pressing first: `3 việc đến hạn, 1 bị trả lại`."""
    parts = [words.format(n=counts[name]) for name, words in _PARTS if counts.get(name)]
    return ", ".join(parts) or "Hôm nay không có việc nào đến hạn."
