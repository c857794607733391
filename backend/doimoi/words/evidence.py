"""Sentences of the refusals about files."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "file_type_refused": (
        "{name}: loại tệp chưa hỗ trợ. Dùng một trong các loại: {allowed}. Ảnh HEIC: chụp lại bằng nút Chụp ảnh.",
        "{name}: files of this kind are not taken. Use one of: {allowed}.",
    ),
    "file_type_lies": (
        "Nội dung tệp không đúng với đuôi tên tệp. Mở tệp bằng đúng chương trình rồi lưu lại.",
        "The content is not what the file's name says. Open it in its own program and save it again.",
    ),
    "file_broken": (
        "Tệp bị cắt hoặc hỏng, có thể do chép chưa xong. Mở thử tệp, lưu lại rồi tải lên lần nữa.",
        "The file is cut off or damaged, perhaps copied only in part. Open it, save it and send it again.",
    ),
    "file_locked": (
        "Tệp có mật khẩu hoặc ở dạng cũ (.doc, .xls). Bỏ mật khẩu, lưu thành .docx, .xlsx hoặc PDF.",
        "The file has a password or is of the old kind (.doc, .xls). Save it without one as .docx, .xlsx or PDF.",
    ),
    "file_has_macros": (
        "Tệp có chứa chương trình (macro) hoặc mẫu lấy từ nơi khác. Lưu thành .docx, .xlsx thường hoặc PDF.",
        "The file carries programs (macros) or an outside template. Save it as plain .docx, .xlsx or PDF.",
    ),
    "file_too_deep": (
        "Tệp bung ra quá lớn hoặc ảnh quá nhiều điểm ảnh (tối đa 50 triệu). Thu nhỏ ảnh hoặc chia tệp.",
        "The file unfolds into too much, or the image has more than 50 million pixels. Make it smaller.",
    ),
    "file_empty": ("Tệp trống. Chọn tệp khác.", "The file is empty. Choose another."),
    "file_too_large": (
        "Tệp lớn hơn {limit} MB. Nén hoặc chia nhỏ tệp rồi tải lên.",
        "The file is larger than {limit} MB. Make it smaller or split it.",
    ),
    "upload_cut": (
        "Mạng bị ngắt khi đang gửi tệp. Chưa lưu gì; hãy gửi lại.",
        "The connection ended before the file did. Nothing was kept; send it again.",
    ),
    "evidence_quota_full": (
        "Đơn vị đã dùng {used} MB trong {quota} MB cho minh chứng. Xóa tệp chưa dùng hoặc báo quản trị nâng hạn mức.",
        "The unit has used {used} MB of its {quota} MB for files. Delete unused ones or ask for more.",
    ),
    "evidence_in_use": (
        "Tệp đang là minh chứng của một số liệu nên không xóa được. Gỡ tệp khỏi số liệu trước.",
        "Something rests on this file, so it cannot be deleted. Take it off there first.",
    ),
    "evidence_content_missing": (
        "Nội dung tệp không còn trên máy chủ. Báo quản trị khôi phục thư mục dữ liệu từ bản sao lưu.",
        "The content is not on the server any more. The administrator can restore it from a backup.",
    ),
}
