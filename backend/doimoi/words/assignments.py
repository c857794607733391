"""Sentences of the refusals about assignments, their deadlines and a pasted annex."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "assignment_move_forbidden": (
        "Trạng thái hiện tại của nhiệm vụ không cho phép việc này. Tải lại trang để xem trạng thái mới.",
        "An assignment that is {state} does not take the move {move}. Reload to see its present state.",
    ),
    "own_submission": (
        "Bạn là người gửi nên không tự quyết được. Chờ người khác nghiệm thu hoặc quyết định.",
        "You handed this in or asked for it, so somebody else decides.",
    ),
    "superior_decides": (
        "Đơn vị của bạn chủ trì nhiệm vụ này nên lãnh đạo hoặc đầu mối nghiệm thu.",
        "Your own unit leads this, so the leader or the coordinator decides.",
    ),
    "given_by_ward": (
        "Nhiệm vụ này do phường giao. Muốn đổi, đề nghị đầu mối hoặc lãnh đạo.",
        "The ward gave this assignment. Ask the coordinator or the leader to change it.",
    ),
    "unit_not_named": (
        "Nhiệm vụ này không giao cho đơn vị của bạn.",
        "This assignment names none of your units.",
    ),
    "percent_of_lead": (
        "Chỉ đơn vị chủ trì ghi phần trăm tiến độ. Bỏ trống ô phần trăm rồi ghi lại.",
        "Only the unit that leads says how far the work is. Leave the percent out.",
    ),
    "already_acknowledged": (
        "Đơn vị đã trả lời nhiệm vụ này rồi.",
        "The unit has answered this assignment before.",
    ),
    "lead_cooperates": (
        "Đơn vị chủ trì không thể đồng thời phối hợp. Bỏ đơn vị đó khỏi danh sách phối hợp.",
        "The unit that leads cannot also cooperate. Take it off the list.",
    ),
    "extension_undecided": (
        "Đang có một đề nghị lùi hạn chờ quyết định.",
        "A request for a longer deadline is waiting for its decision.",
    ),
    "extension_decided": (
        "Đề nghị lùi hạn này đã được quyết định.",
        "This request for a longer deadline was decided before.",
    ),
    "difficulty_resolved": (
        "Khó khăn này đã được giải quyết.",
        "This difficulty was resolved before.",
    ),
    "deadline_unreadable": (
        'Không đọc được hạn "{text}". Ví dụ đúng: 30/6/2026, Quý IV/2026, hằng năm, thường xuyên.',
        'The deadline "{text}" cannot be read. Right are for example 30/6/2026, Quý IV/2026, hằng năm.',
    ),
    "deadline_incomplete": (
        "Hạn chưa đủ hoặc thừa thông tin. Kiểm tra ngày, chu kỳ hoặc sự kiện của hạn.",
        "A deadline of the kind {kind} does not go with this: {part}.",
    ),
    "deadline_not_dated": (
        "Nhiệm vụ này không có hạn là một ngày cụ thể nên không lùi hạn được.",
        "This deadline is not a day, so it cannot be moved.",
    ),
    "deadline_not_later": (
        "Hạn mới phải sau hạn hiện tại {day}.",
        "The new deadline must lie after the present one, {day}.",
    ),
    "table_empty": (
        "Bảng chưa có dòng nào. Sao chép cả bảng trong Excel rồi dán lại.",
        "The table has no rows. Copy the whole table and paste it again.",
    ),
    "table_too_long": (
        "Bảng có quá nhiều dòng. Dán tối đa {limit} dòng một lần.",
        "The table has too many rows. Paste at most {limit} at once.",
    ),
    "column_missing": (
        "Không tìm thấy cột nhiệm vụ hoặc cột đơn vị chủ trì. Dán cả dòng tiêu đề của bảng.",
        "No column holds this: {column}. Paste the heading row too, or say what each column holds.",
    ),
    "import_faulty": (
        "Còn {count} dòng cần xem lại. Sửa hoặc bỏ qua các dòng đó rồi tạo. Chưa tạo nhiệm vụ nào.",
        "{count} rows are still at fault ({rows}). Mend them or leave them out. Nothing was created.",
    ),
    "assignment_lead_missing": (
        "Nhiệm vụ {assignment} giao cho đơn vị {unit}, nhưng phường chưa có đơn vị này.",
        "Assignment {assignment} is led by {unit}, which is not among the ward's units.",
    ),
}
