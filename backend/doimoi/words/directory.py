"""Sentences about units, people and keys."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "no_unit_below": (
        "Tổ là cấp thấp nhất nên không lập đơn vị bên dưới. Chọn đơn vị cấp trên khác.",
        "A team is the lowest level and has no unit below it. Choose another parent.",
    ),
    "unit_code_invalid": (
        'Mã "{unit_code}" chưa đúng dạng. Dùng chữ in hoa không dấu, ví dụ VHXH, TDP-03.',
        'The code "{unit_code}" has not the right form. Use capitals, for example VHXH or TDP-03.',
    ),
    "no_room_below": (
        "Đơn vị này không còn chỗ cho đơn vị cấp dưới mới. Chọn đơn vị cấp trên khác.",
        "There is no room left below this unit. Choose another parent.",
    ),
    "unit_closed": (
        "Đơn vị này đã đóng. Chọn đơn vị đang hoạt động.",
        "This unit is closed. Choose one that is in force.",
    ),
    "roles_still_held": (
        "Còn {count} vai trò ở đơn vị này. Kết thúc các vai trò đó rồi đóng đơn vị.",
        "{count} roles are still held in this unit. End them first.",
    ),
    "units_below_open": (
        "Còn {count} đơn vị cấp dưới đang hoạt động. Đóng các đơn vị đó trước.",
        "{count} units below are still in force. Close them first.",
    ),
    "person_inactive": (
        "Tài khoản này đang ngừng hoạt động. Mở lại tài khoản rồi tạo liên kết.",
        "This account is deactivated. Activate it before making a link.",
    ),
    "device_for_contributors": (
        "Thẻ đăng nhập điện thoại chỉ dành cho cộng tác viên không giữ vai trò nào khác. Tạo liên kết đặt mật khẩu.",
        "A card for a phone is only for contributors without any other role. Make a link for a password.",
    ),
    "handover_to_self": (
        "Người nhận phải là người khác. Chọn lại người nhận bàn giao.",
        "Work is handed over to somebody else. Choose another person.",
    ),
    "nothing_to_hand_over": (
        "Người này không còn giữ vai trò nào nên không có gì để bàn giao.",
        "This person holds no role, so there is nothing to hand over.",
    ),
    "key_not_in_use": (
        "Khóa này đã hết hạn, đã thu hồi hoặc đã được thay. Tạo khóa mới.",
        "This key ran out, was revoked or was replaced. Make a new one.",
    ),
    "key_expiry_out_of_range": (
        "Ngày hết hạn phải từ hôm nay và trong vòng {limit} ngày.",
        "The last day must be today or later, within {limit} days.",
    ),
}
