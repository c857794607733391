"""Sentences about signing in, roles and keys."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "wrong_password": (
        "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra rồi thử lại.",
        "The name or the password is wrong. Check and try again.",
    ),
    "link_spent": (
        "Liên kết này đã dùng hoặc hết hạn. Xin quản trị của phường liên kết mới.",
        "This link was used or has run out. Ask the administrator for a new one.",
    ),
    "password_too_short": (
        "Mật khẩu cần ít nhất {limit} ký tự. Một câu ngắn dễ nhớ là đủ.",
        "A password needs at least {limit} characters. A short sentence will do.",
    ),
    "password_too_common": (
        "Mật khẩu này quá dễ đoán. Dùng một câu riêng của bạn, không có tên mình.",
        "This password is too easy to guess. Use a sentence of your own without your name.",
    ),
    "last_administrator": (
        "Đây là quản trị cuối cùng của phường. Mời thêm một quản trị trước khi thay đổi.",
        "This is the ward's last administrator. Invite another one first.",
    ),
    "role_not_here": (
        "Đơn vị này không có vai trò đó. Chọn vai trò khác.",
        "This unit has no such role. Choose another.",
    ),
    "grant_beyond_reach": (
        "Vai trò này rộng hơn phạm vi của bạn nên bạn không giao được.",
        "This role reaches further than your own, so you cannot give it.",
    ),
}
