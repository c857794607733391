"""Sentences of the problems that any address can answer with."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "not_found": (
        "Không tìm thấy mục này, hoặc mục này không thuộc phạm vi của bạn. Kiểm tra lại địa chỉ hoặc mã.",
        "Nothing here, or not within your reach. Check the address or the code.",
    ),
    "not_allowed": (
        "Bạn không có quyền làm việc này. Hỏi quản trị của phường nếu cần.",
        "You may not do this. Ask the administrator if you need to.",
    ),
    "unauthenticated": (
        "Phiên đăng nhập đã hết hoặc không hợp lệ. Hãy đăng nhập lại.",
        "The session has ended or is not valid. Sign in again.",
    ),
    "version_conflict": (
        "Người khác vừa sửa mục này. Tải lại, so hai bản rồi lưu lại.",
        "Someone changed this since you read it. Reload, compare and save again.",
    ),
    "version_missing": (
        "Thiếu phiên bản đang sửa (If-Match). Tải lại trang rồi thử lại.",
        "The version being changed is missing (If-Match). Reload and try again.",
    ),
    "already_exists": (
        "Đã có mục trùng mã hoặc tên này. Dùng mã khác.",
        "This code or name is taken. Use another.",
    ),
    "still_referenced": (
        "Mục này đang được nơi khác dùng nên chưa thay đổi được.",
        "Something else still points here, so it cannot change.",
    ),
    "ambiguous_code": (
        "Mã này có ở nhiều phường. Ghi đủ mã phường, ví dụ 11602:A4.",
        "This code exists in several wards. Give it in full, for example 11602:A4.",
    ),
    "conflict": (
        "Thay đổi này không hợp với trạng thái hiện tại.",
        "The change does not fit the present state.",
    ),
    "bad_request": ("Không đọc được yêu cầu. Kiểm tra lại rồi gửi lại.", "The request cannot be read."),
    "json_invalid": (
        "Nội dung gửi lên không phải JSON hợp lệ ({reason}).",
        "The body is not valid strict JSON ({reason}).",
    ),
    "unknown_parameter": (
        "Tham số {name} không có ở địa chỉ này. Gần nhất: {nearest}.",
        "This address knows no parameter {name}. Nearest: {nearest}.",
    ),
    "repeated_parameter": (
        "Tham số {name} có hai lần. Chỉ gửi một lần.",
        "The parameter {name} came twice. Send it once.",
    ),
    "field_unknown": (
        "Danh sách này không có trường {name}. Gần nhất: {nearest}. Không hỗ trợ trường lồng nhau.",
        "The rows of this list have no field {name}. Nearest: {nearest}. Nested fields are not supported.",
    ),
    "sheet_too_long": (
        "Bảng có hơn {limit} dòng nên không tải một lần được. Lọc bớt rồi tải lại.",
        "The list has more than {limit} rows. Filter it and try again.",
    ),
    "cursor_mismatch": (
        "Con trỏ trang không khớp với bộ lọc. Tải lại từ trang đầu.",
        "The page cursor does not fit this filter. Start from the first page.",
    ),
    "too_many_requests": (
        "Bạn thử quá nhiều lần. Chờ {seconds} giây rồi thử lại.",
        "Too many tries. Wait {seconds} seconds and try again.",
    ),
    "busy": (
        "Máy chủ đang bận hoặc cơ sở dữ liệu đang khởi động lại. Chưa ghi gì; hãy thử lại sau vài giây.",
        "The server is busy or the database is coming back. Nothing was written; try again in a few seconds.",
    ),
    "disk_full": (
        "Máy chủ hết chỗ lưu. Chưa ghi gì; báo quản trị để dọn chỗ.",
        "The server has no room left. Nothing was written; tell the administrator.",
    ),
    "validation_failed": (
        "Có {count} chỗ cần sửa trong dữ liệu gửi lên.",
        "{count} places in what was sent need fixing.",
    ),
    "method_not_allowed": ("Địa chỉ này không nhận thao tác đó.", "This address does not take that method."),
    "not_acceptable": ("Không có dạng dữ liệu được yêu cầu.", "The requested format is not offered."),
    "body_too_large": (
        "Nội dung gửi lên quá lớn (tối đa {limit} byte).",
        "The body is too large (at most {limit} bytes).",
    ),
    "head_too_large": ("Địa chỉ hoặc tiêu đề yêu cầu quá dài.", "The address or the headers are too long."),
    "unsupported_media_type": (
        "Dạng nội dung không được hỗ trợ. Gửi application/json.",
        "This content type is not taken. Send application/json.",
    ),
    "idempotency_key_missing": (
        "Khóa API phải gửi kèm Idempotency-Key cho mỗi lần ghi.",
        "An API key must send an Idempotency-Key with every write.",
    ),
    "idempotency_key_reused": (
        "Idempotency-Key này đã dùng cho một nội dung khác. Tạo khóa mới.",
        "This Idempotency-Key was used with another body. Make a new one.",
    ),
    "internal_error": (
        "Máy chủ gặp lỗi. Chưa ghi gì. Gửi mã {request_id} cho quản trị.",
        "The server failed. Nothing was written. Give {request_id} to the administrator.",
    ),
    # One sentence per kind of field fault (the `code` of an entry in `errors`).
    "missing": ("Chưa nhập mục này.", "This is missing."),
    "unknown_field": ("Mục này không có trong biểu mẫu.", "This field is not known."),
    "wrong_type": ("Sai kiểu dữ liệu.", "Wrong type."),
    "too_long": ("Quá dài, tối đa {limit} ký tự.", "Too long, at most {limit}."),
    "too_short": ("Quá ngắn, ít nhất {limit} ký tự.", "Too short, at least {limit}."),
    "out_of_range": ("Ngoài khoảng cho phép.", "Out of range."),
    "not_in_list": ("Không có trong danh sách cho phép: {allowed}.", "Not one of: {allowed}."),
    "bad_format": ("Sai định dạng.", "Wrong format."),
    "text_control": ("Có ký tự không in được. Xóa rồi gõ lại.", "There is a control character."),
    "text_surrogate": ("Có ký tự hỏng. Xóa rồi gõ lại.", "There is a broken character."),
    "file_invalid": (
        "Tệp có lỗi, chưa nạp gì:\n{faults}",
        "The file has faults, nothing was loaded:\n{faults}",
    ),
}
