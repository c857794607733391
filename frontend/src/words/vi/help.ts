/** Words of the help page: what each screen is for, in the order of the menu. */
export const help = {
  title: "Trợ giúp",
  meta: "Mỗi màn hình để làm gì, phím nào dùng được, hỏi ai khi vướng.",
  screens: "Các màn hình của bạn",
  overview: "Tiến độ mọi chỉ tiêu của phường trong một kỳ. Bấm một dòng để xem chi tiết và lịch sử.",
  entry: "Nhập tử số, mẫu số của đơn vị mình theo kỳ. Số được giữ ngay khi gõ; xong thì bấm Gửi duyệt.",
  review: "Xem từng số liệu chờ duyệt, so với kỳ trước, rồi duyệt hoặc trả lại kèm lý do.",
  plan: "Toàn văn kế hoạch theo từng câu, kèm chỉ tiêu đo câu đó.",
  directory: "Cây đơn vị và người dùng. Mời người bằng thẻ in có liên kết dùng một lần.",
  keys: "Khóa để phần mềm lấy hoặc gửi số liệu. Mỗi khóa chỉ hiện một lần khi tạo.",
  rules: "Cần nhớ",
  ruleList: [
    "Không ai tự duyệt số liệu mình nhập.",
    "Số thập phân dùng dấu phẩy: 95,5. Hàng nghìn dùng dấu chấm: 1.234.",
    "Chưa có số thì để trống, đừng nhập 0.",
    "Nộp sau hạn vẫn được, nhưng bị đánh dấu nộp muộn. Kỳ đã chốt thì không sửa được.",
    "Mất mạng thì cứ làm tiếp ở màn hình nhập; số đã gõ nằm trên máy và tự lưu khi có mạng.",
  ],
  keysTitle: "Phím dùng được",
  keysEverywhere: [
    { keys: "Tab", does: "Sang ô hoặc nút kế tiếp; thêm Shift để lùi" },
    { keys: "Enter", does: "Bấm nút đang chọn, hoặc gửi biểu mẫu" },
    { keys: "Esc", does: "Đóng hộp thoại hoặc menu" },
  ],
  keysEntry: [
    { keys: "Enter", does: "Ở bảng nhập: xuống ô dưới; thêm Shift để lên" },
    { keys: "Mũi tên", does: "Ở bảng nhập: sang ô bên cạnh" },
    { keys: "Ctrl + Enter", does: "Ở bảng nhập: gửi duyệt các dòng đã đủ số" },
  ],
  keysReview: [
    { keys: "J và K", does: "Ở màn hình Duyệt: số kế tiếp và số trước" },
    { keys: "A", does: "Ở màn hình Duyệt: duyệt số đang xem" },
    { keys: "R", does: "Ở màn hình Duyệt: trả lại, rồi ghi lý do" },
  ],
  contact: "Hỏi ai",
  contactText:
    "Quên mật khẩu, sai vai trò, thiếu đơn vị: gặp quản trị hệ thống của phường. Khi báo lỗi, đọc kèm mã in dưới dòng báo lỗi.",
} as const;
