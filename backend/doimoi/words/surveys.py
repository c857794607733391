"""Sentences about surveys: problems of the API, and the words of the public form, each in Vietnamese and English."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "questionnaire_invalid": (
        "Bộ câu hỏi chưa dùng được ({reason}, câu {question}). Sửa câu hỏi rồi lưu lại.",
        "The questionnaire does not hold together ({reason}, question {question}). Mend it and save again.",
    ),
    "answer_invalid": (
        "Câu trả lời cho câu {question} không hợp lệ. Chọn lại.",
        "The answer to question {question} does not fit. Choose again.",
    ),
    "answer_empty": ("Chưa có câu nào được trả lời.", "No question was answered."),
    "survey_move_forbidden": (
        "Đợt khảo sát đang ở trạng thái khác nên không làm được việc này. Tải lại trang để xem.",
        "The survey is in another state, so this cannot be done. Reload to see it.",
    ),
    "survey_dates_wrong": (
        "Ngày kết thúc phải từ ngày bắt đầu trở đi và chưa qua. Sửa ngày.",
        "The survey must end on or after its first day, and not before today. Mend the dates.",
    ),
    "survey_closed": (
        "Khảo sát này không nhận phiếu nữa. Cảm ơn ông/bà.",
        "This survey takes no answers any more. Thank you.",
    ),
    "survey_results_hidden": (
        "Mới có {count} phiếu hợp lệ. Cần ít nhất {least} phiếu mới dùng được kết quả.",
        "Only {count} valid answers. The result can be used from {least} on.",
    ),
    "survey_quarantine_pending": (
        "Còn {count} phiếu tạm giữ chưa xem. Xem và quyết định trước khi đưa vào chỉ tiêu.",
        "{count} answers are held back. Decide about them before the figure is used.",
    ),
    "survey_period_differs": (
        "Đợt khảo sát này thuộc kỳ {period}. Chọn đúng kỳ đó.",
        "This survey belongs to the period {period}. Choose that period.",
    ),
    "survey_measure_differs": (
        "Chỉ tiêu {indicator} không phải là tỷ lệ nên không lấy từ khảo sát được.",
        "{indicator} is not a ratio, so a survey cannot give it.",
    ),
}

FORM: dict[str, tuple[str, str]] = {
    "question_of": ("Câu {place}/{count}", "Question {place} of {count}"),
    "tap": ("Chạm một ô để trả lời", "Tap one to answer"),
    "several": ("Có thể chọn nhiều ô", "You may choose several"),
    "unhappy_only": ("Chỉ trả lời nếu ông/bà chưa hài lòng", "Only if you were not satisfied"),
    "optional": ("Không bắt buộc. Xin đừng ghi tên, số điện thoại.", "Optional. Please leave out names and numbers."),
    "skip": ("Bỏ qua câu này", "Skip this question"),
    "back": ("Câu trước", "Previous question"),
    "next": ("Tiếp", "Next"),
    "send": ("Gửi phiếu", "Send"),
    "listen": ("Nghe câu hỏi", "Hear the question"),
    "nameless": ("Không hỏi tên. Không ghi thông tin cá nhân.", "No name is asked. Nothing personal is kept."),
    "sending": ("Đang gửi phiếu…", "Sending your answers…"),
    "thanks": ("Cảm ơn ông/bà. Phiếu đã ghi.", "Thank you. Your answers are recorded."),
    "thanks_later": (
        "Cảm ơn ông/bà. Máy đang mất mạng, phiếu được giữ lại và tự gửi khi có mạng.",
        "Thank you. There is no network now: your answers are kept and sent when it is back.",
    ),
    "thanks_none": (
        "Cảm ơn ông/bà. Khảo sát đã kết thúc nên phiếu này không được ghi.",
        "Thank you. The survey has ended, so these answers were not recorded.",
    ),
    "next_person": ("Mời người tiếp theo", "Next person"),
    "still_there": ("Ông/bà còn đó không?", "Are you still there?"),
    "starts_again": ("Phiếu sẽ bắt đầu lại sau", "The form starts again in"),
    "seconds": ("giây", "seconds"),
    "go_on": ("Tôi đang trả lời", "I am still answering"),
    "closed": ("Khảo sát đã kết thúc.", "This survey has ended."),
    "closed_more": (
        "Cảm ơn ông/bà đã quan tâm. Kết quả được tổng hợp theo kỳ của phường.",
        "Thank you for your interest. The ward publishes the results with its reports.",
    ),
    "not_begun": ("Khảo sát chưa bắt đầu.", "This survey has not begun."),
    "missing": ("Không tìm thấy khảo sát này.", "There is no such survey."),
    "missing_more": (
        "Kiểm tra lại địa chỉ in dưới mã QR.",
        "Check the address printed below the QR code.",
    ),
    "mend": ("Chưa gửi được phiếu.", "The answers could not be sent."),
    "wrong_answer": (
        "Có câu trả lời không hợp lệ. Xin chọn lại.",
        "One of the answers does not fit. Please choose again.",
    ),
    "busy": (
        "Hệ thống đang bận. Xin bấm Gửi phiếu lần nữa sau ít giây.",
        "The system is busy. Please press Send again in a few seconds.",
    ),
    "language": ("English", "Tiếng Việt"),
    "kiosk": ("Máy lấy ý kiến", "Feedback kiosk"),
    "queued": ("phiếu chờ gửi", "answers waiting to be sent"),
}
"""What the public form says."""

LEVELS: tuple[tuple[str, str], ...] = (
    ("Rất không hài lòng", "Very dissatisfied"),
    ("Không hài lòng", "Dissatisfied"),
    ("Bình thường", "Neutral"),
    ("Hài lòng", "Satisfied"),
    ("Rất hài lòng", "Very satisfied"),
)

POSTER: dict[str, str] = {
    "head": "Ông/bà có hài lòng không?",
    "first": "1. Mở máy ảnh hoặc Zalo, quét mã này.",
    "second": "2. Chạm vào ô hợp với ý ông/bà.",
    "third": "3. Bấm Gửi phiếu. Không hỏi tên, không mất phí.",
    "address": "Hoặc gõ địa chỉ",
}
"""What stands on the printed sheet."""

VALUE_NOTE = (
    "Khảo sát {title}: {satisfied}/{total} phiếu hợp lệ, khoảng tin cậy 95%: {low}-{high}%. "
    "Tổng thể: {population}. Bộ câu hỏi {instrument}, cách tính {formula}."
)
UNKNOWN_POPULATION = "chưa rõ"
