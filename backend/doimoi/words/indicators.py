"""Sentences of the refusals about values, their review and their periods. Numbers and days come already written."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "period_locked": (
        "Kỳ này đã chốt ngày {day}. Muốn sửa, đề nghị đầu mối mở lại số liệu.",
        "This period was closed on {day}. To change a value, ask the coordinator to open it again.",
    ),
    "period_not_open": (
        "Kỳ này chưa mở. Nhập số liệu từ ngày {day}.",
        "This period is not open yet. Enter values from {day} on.",
    ),
    "period_code_invalid": (
        'Không có kỳ "{period}". Ví dụ đúng: 2026-H2, 2026, 2026-SY, 2026-Q3, 2026-07.',
        'There is no period "{period}". Right are for example 2026-H2, 2026, 2026-SY, 2026-Q3, 2026-07.',
    ),
    "first_period_invalid": (
        "Kỳ đầu chỉ có thể kết thúc ngày 14/6 hoặc 14/12, sau ngày ban hành kế hoạch.",
        "The first period can end only on 14/6 or 14/12, after the plan was issued.",
    ),
    "move_forbidden": (
        "Trạng thái hiện tại của số liệu không cho phép việc này. Tải lại trang để xem trạng thái mới.",
        "A value that is {state} does not take the move {move}. Reload to see its present state.",
    ),
    "too_many_files": (
        "Một số liệu có tối đa {most} tệp minh chứng. Gộp các tệp lại.",
        "A value rests on at most {most} files. Put some together.",
    ),
    "own_entry": (
        "Bạn là người nhập số liệu này nên không duyệt hay trả lại được. Chờ người khác duyệt.",
        "You entered this value, so you can neither approve nor return it. Somebody else reviews it.",
    ),
    "head_reviews": (
        "Đơn vị này có trưởng đơn vị đang làm việc nên trưởng đơn vị duyệt. Đầu mối chỉ duyệt khi đơn vị không có ai.",
        "This unit has a head who can review. The coordinator reviews only where there is none.",
    ),
    "unit_gives_no_numbers": (
        "Đơn vị này không nhập chỉ tiêu {indicator}. Chọn đơn vị chủ trì hoặc đơn vị cung cấp số liệu.",
        "This unit gives no numbers for {indicator}. Choose its lead or one of its sources.",
    ),
    "period_does_not_fit": (
        "Chỉ tiêu {indicator} không báo cáo theo kỳ {period}. Chọn kỳ khác loại.",
        "{indicator} is not reported for the period {period}. Choose another kind of period.",
    ),
    "not_own_entry": (
        "Chỉ người nhập mới rút lại được số liệu đã gửi. Người duyệt có thể trả lại.",
        "Only who entered a value can withdraw it. A reviewer can return it.",
    ),
    "not_own_review": (
        "Chỉ người đã duyệt hoặc trả lại mới rút lại được quyết định đó.",
        "Only who approved or returned the value can take that decision back.",
    ),
    "review_settled": (
        "Quyết định đã quá {seconds} giây hoặc đơn vị đã sửa số, nên không rút lại được.",
        "The decision is older than {seconds} seconds, or the unit changed the value; it cannot be taken back.",
    ),
    "review_replaced": (
        "Số này thay số đã duyệt trước đó nên không hoàn tác được. Số sai thì gửi đính chính.",
        "This approval replaced an approved figure and cannot be taken back. Correct what is wrong instead.",
    ),
    "reason_missing": (
        "Chưa ghi lý do. Ghi rõ chỗ cần sửa.",
        "The reason is missing. Say what needs mending.",
    ),
    "numerator_missing": ("Chưa nhập tử số.", "The numerator is missing."),
    "denominator_missing": ("Chưa nhập mẫu số.", "The denominator is missing."),
    "value_missing": ("Chưa nhập số liệu.", "The value is missing."),
    "numerator_above_denominator": (
        "Tử số {numerator} lớn hơn mẫu số {denominator}. Sửa một trong hai số.",
        "The numerator {numerator} is above the denominator {denominator}. Mend one of the two.",
    ),
    "denominator_zero": (
        "Mẫu số phải lớn hơn 0. Nếu không phát sinh, ghi 0 ở cả hai ô.",
        "The denominator must be above 0. If nothing occurred, enter 0 in both.",
    ),
    "denominator_not_wanted": (
        "Chỉ tiêu này chỉ có một số, không có mẫu số. Xóa mẫu số.",
        "This indicator is a single number. Remove the denominator.",
    ),
    "not_whole": (
        "Số {number} phải là số nguyên, không có phần thập phân.",
        "{number} must be a whole number.",
    ),
    "number_out_of_range": (
        "Số {number} ngoài khoảng cho phép. Nhập từ 0 đến dưới 1.000 tỷ, tối đa 6 chữ số thập phân.",
        "{number} is out of range. Enter 0 to below 10^12, with at most 6 decimals.",
    ),
    "steps_above_total": (
        "Đã xong {steps} bước, nhưng chỉ tiêu này chỉ có {total} bước. Sửa số bước đã xong.",
        "{steps} steps are done, but there are only {total}. Mend the number of steps.",
    ),
    "level_unknown": (
        "Không có mức {level}; mức cao nhất là {highest}. Chọn một mức trong danh sách.",
        "There is no level {level}; the highest is {highest}. Choose one of the list.",
    ),
    "score_above_highest": (
        "Điểm {score} cao hơn điểm tối đa {highest}. Sửa điểm hoặc số mục được chấm.",
        "The score {score} is above the highest possible, {highest}. Mend the score or the number of things scored.",
    ),
    "not_addable": (
        "Mức đánh giá của các đơn vị không cộng được. Xem từng đơn vị.",
        "Levels of several units have no sum. Look at each unit.",
    ),
    "jump_needs_note": (
        "Số liệu lệch {points} điểm so với kỳ đã duyệt trước. Nếu đúng, ghi lý do vào Ghi chú.",
        "The value moved by {points} points since the last approved period. If that is right, say why in the note.",
    ),
    "correction_changes_nothing": (
        "Số đính chính trùng với số đã duyệt. Sửa số rồi gửi lại.",
        "The corrected numbers are the approved ones. Change them first.",
    ),
    "planned_above_highest": (
        "Số {number} lớn hơn mức cao nhất là {highest}. Sửa lại.",
        "{number} is above the highest possible, {highest}.",
    ),
    "percent_above_all": ("Tỷ lệ {number}% lớn hơn 100%. Sửa lại.", "{number} % is above 100 %."),
    "path_not_wanted": (
        "Chỉ tiêu {indicator} phải giữ ở mọi kỳ hoặc chưa có số mục tiêu, nên không có lộ trình.",
        "{indicator} must hold in every period or has no number yet, so it has no path.",
    ),
    "path_years": (
        "Lộ trình cần đủ từng năm, theo thứ tự: {years}.",
        "A path needs every year, in order: {years}.",
    ),
    "path_falls": (
        "Năm {year} thấp hơn năm trước. Lộ trình chỉ tăng hoặc giữ nguyên.",
        "{year} is below the year before. A path only rises or stays level.",
    ),
    "path_misses_target": (
        "Năm cuối phải đạt mục tiêu {target}.",
        "The last year must reach the target, {target}.",
    ),
    "baseline_too_late": (
        "Số gốc phải là của năm trước {year}.",
        "A baseline is from a year before {year}.",
    ),
    "values_or_period": (
        "Chọn các số liệu hoặc một kỳ, không chọn cả hai.",
        "Name values or a period, not both.",
    ),
    "comment_settled": (
        "Trao đổi này đã xong rồi.",
        "This comment is settled already.",
    ),
    "indicator_has_values": (
        "Tệp kế hoạch bỏ hoặc đổi cách đo chỉ tiêu đã có số liệu: {indicators}. Không nạp gì.",
        "The plan file drops or measures otherwise what has values: {indicators}. Nothing was loaded.",
    ),
    "indicator_lead_missing": (
        "Chỉ tiêu {indicator} giao cho đơn vị {unit}, nhưng phường chưa có đơn vị này.",
        "Indicator {indicator} is led by {unit}, which is not among the ward's units.",
    ),
}
