"""Sentences about the plan and its periods."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "period_lock_unchanged": (
        "Kỳ này đã ở trạng thái đó rồi. Tải lại trang để xem.",
        "The period is in that state already. Reload to see it.",
    ),
    "plan_ward_missing": (
        "Chưa có xã, phường mã {ward}. Nạp danh sách đơn vị trước.",
        "There is no ward {ward}. Load the units first.",
    ),
}
