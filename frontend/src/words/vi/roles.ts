/** Names of the roles, and what each can do in one line. */
export const roles = {
  leader: { name: "Lãnh đạo", can: "Xem toàn phường, công bố số liệu đã duyệt. Không nhập số liệu." },
  coordinator: {
    name: "Đầu mối",
    can: "Xem toàn phường, đặt lộ trình, chốt kỳ, nhập thay, duyệt và công bố số liệu.",
  },
  head: { name: "Trưởng đơn vị", can: "Nhập và duyệt số liệu của đơn vị mình và cấp dưới." },
  officer: { name: "Cán bộ", can: "Nhập và gửi duyệt số liệu của đơn vị mình." },
  contributor: { name: "Cộng tác viên", can: "Nhập và gửi duyệt số liệu của tổ mình, trường mình." },
  supervisor: {
    name: "Giám sát",
    can: "Xem số liệu đã duyệt của phường, hỏi và góp ý. Không nhập, không sửa.",
  },
  reader: { name: "Người đọc cấp trên", can: "Chỉ xem số liệu đã duyệt của các đơn vị cấp dưới." },
  administrator: {
    name: "Quản trị",
    can: "Quản lý đơn vị, người dùng và khóa API. Không xem, không nhập số liệu.",
  },
} as const;
