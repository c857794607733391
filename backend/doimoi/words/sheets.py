"""Heads and enumerated words of the sheets that lists are saved as, in the order of their columns.

A sheet belongs to the answer of an address by the name of its schema. Words agree with those of the pages; a test
holds them together.
"""

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    CHANGES = "changes"  # fields before and after, each in words


class Column(NamedTuple):
    """A column: where its value stands in a row, its head in both languages, and the words of its values."""

    path: str
    vi: str
    en: str
    kind: Kind = Kind.TEXT
    values: str = ""

    def head(self, language: str) -> str:
        """The head as it is read."""
        return self.en if language == "en" else self.vi


class Sheet(NamedTuple):
    """A sheet: its file name and title, where the rows stand in the answer, and its columns."""

    title: str
    rows: str
    columns: tuple[Column, ...]


NUMBER, DAY, MOMENT, CHANGES = Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.CHANGES

SHEETS: dict[str, Sheet] = {
    "UnitOut": Sheet(
        "don-vi",
        "data",
        (
            Column("code", "Mã", "Code"),
            Column("name", "Tên đầy đủ", "Name"),
            Column("short_name", "Tên gọn", "Short name"),
            Column("kind", "Loại", "Kind", values="kind"),
            Column("parent", "Thuộc đơn vị", "Above"),
            Column("valid_from", "Từ ngày", "From", DAY),
            Column("valid_to", "Đến trước ngày", "Before", DAY),
        ),
    ),
    "PersonOut": Sheet(
        "nguoi-dung",
        "data",
        (
            Column("display_name", "Họ và tên", "Name"),
            Column("username", "Tên đăng nhập", "User name"),
            Column("unit.name", "Đơn vị", "Unit"),
            Column("memberships[in_force].role", "Vai trò", "Roles", values="role"),
            Column("memberships[in_force].unit.short_name", "Vai trò ở", "Roles in"),
            Column("active", "Đang dùng", "Active", values="yes"),
            Column("has_password", "Đã đặt mật khẩu", "Has a password", values="yes"),
            Column("devices", "Điện thoại", "Phones", NUMBER),
            Column("last_sign_in_at", "Vào lần cuối", "Last sign-in", MOMENT),
        ),
    ),
    "KeyOut": Sheet(
        "khoa-api",
        "data",
        (
            Column("name", "Tên khóa", "Name"),
            Column("prefix", "Khóa", "Key"),
            Column("unit.name", "Đơn vị", "Unit"),
            Column("scopes", "Được làm gì", "May", values="scope"),
            Column("state", "Tình trạng", "State", values="key_state"),
            Column("created_by", "Người tạo", "Made by"),
            Column("created_at", "Tạo lúc", "Made at", MOMENT),
            Column("last_used_at", "Dùng lần cuối", "Last used", MOMENT),
            Column("expires_at", "Hết hạn", "Expires", MOMENT),
            Column("revoked_at", "Thu hồi lúc", "Revoked", MOMENT),
        ),
    ),
    "ValueOut": Sheet(
        "so-lieu",
        "data",
        (
            Column("unit.code", "Mã đơn vị", "Unit code"),
            Column("unit.name", "Đơn vị", "Unit"),
            Column("indicator.code", "Mã chỉ tiêu", "Indicator code"),
            Column("indicator.short_name", "Chỉ tiêu", "Indicator"),
            Column("period.label", "Kỳ", "Period"),
            Column("numerator", "Tử số", "Numerator", NUMBER),
            Column("denominator", "Mẫu số", "Denominator", NUMBER),
            Column("rate", "Kết quả", "Value", NUMBER),
            Column("indicator.unit_of_measure", "Đơn vị tính", "Measured in"),
            Column("state", "Tình trạng", "State", values="value_state"),
            Column("standing.standing", "Trạng thái", "Standing", values="standing"),
            Column("note", "Ghi chú", "Note"),
            Column("late", "Nộp muộn", "Late", values="yes"),
            Column("on_behalf", "Nhập thay", "On behalf", values="yes"),
            Column("entered.by_name", "Người nhập", "Entered by"),
            Column("entered.at", "Nhập lúc", "Entered at", MOMENT),
            Column("submitted.by_name", "Người gửi duyệt", "Submitted by"),
            Column("submitted.at", "Gửi duyệt lúc", "Submitted at", MOMENT),
            Column("reviewed.by_name", "Người duyệt", "Reviewed by"),
            Column("reviewed.at", "Duyệt lúc", "Reviewed at", MOMENT),
            Column("return_reason", "Lý do trả lại", "Return reason"),
        ),
    ),
    "IndicatorOut": Sheet(
        "chi-tieu",
        "data",
        (
            Column("code", "Mã", "Code"),
            Column("name", "Chỉ tiêu", "Indicator"),
            Column("unit_of_measure", "Đơn vị tính", "Measured in"),
            Column("target.value", "Mục tiêu 2030", "Target 2030", NUMBER),
            Column("lead.unit.name", "Đơn vị chủ trì", "Lead unit"),
            Column("clause.code", "Mục của kế hoạch", "Clause"),
            Column("definition", "Cách tính", "Definition"),
            Column("register", "Nguồn số liệu", "Register"),
        ),
    ),
    "OverviewOut": Sheet(
        "tong-quan",
        "groups[].indicators",
        (
            Column("code", "Mã", "Code"),
            Column("name", "Chỉ tiêu", "Indicator"),
            Column("lead.name", "Đơn vị chủ trì", "Lead unit"),
            Column("period", "Kỳ của số liệu", "Period"),
            Column("current.numerator", "Tử số", "Numerator", NUMBER),
            Column("current.denominator", "Mẫu số", "Denominator", NUMBER),
            Column("current.rate", "Thực hiện", "Value", NUMBER),
            Column("unit_of_measure", "Đơn vị tính", "Measured in"),
            Column("plan_value", "Kế hoạch kỳ", "Planned", NUMBER),
            Column("target.value", "Mục tiêu 2030", "Target 2030", NUMBER),
            Column("standing.standing", "Trạng thái", "Standing", values="standing"),
            Column("current.approved_at", "Duyệt lúc", "Approved at", MOMENT),
        ),
    ),
    "AuditOut": Sheet(
        "nhat-ky",
        "data",
        (
            Column("at", "Lúc", "When", MOMENT),
            Column("actor.name", "Người làm", "Who"),
            Column("action", "Việc", "Action", values="action"),
            Column("object.kind", "Đối tượng", "Object", values="object"),
            Column("object.code", "Mã", "Code"),
            Column("object.name", "Tên", "Name"),
            Column("unit.name", "Đơn vị", "Unit"),
            Column("changes[]", "Thay đổi", "Changes", CHANGES),
            Column("reason", "Lý do", "Reason"),
            Column("request_id", "Mã yêu cầu", "Request"),
        ),
    ),
}

VALUES: dict[str, dict[str, tuple[str, str]]] = {
    "yes": {"true": ("Có", "Yes"), "false": ("Không", "No")},
    "role": {
        "leader": ("Lãnh đạo", "Leader"),
        "coordinator": ("Đầu mối", "Coordinator"),
        "head": ("Trưởng đơn vị", "Head of unit"),
        "officer": ("Cán bộ", "Officer"),
        "contributor": ("Cộng tác viên", "Contributor"),
        "supervisor": ("Giám sát", "Supervisor"),
        "reader": ("Người đọc cấp trên", "Reader above"),
        "administrator": ("Quản trị", "Administrator"),
    },
    "kind": {
        "city": ("Thành phố", "City"),
        "ward": ("Phường", "Ward"),
        "agency": ("Sở, ngành", "Agency"),
        "leadership": ("Lãnh đạo", "Leadership"),
        "office": ("Phòng, văn phòng", "Office"),
        "centre": ("Trung tâm", "Centre"),
        "force": ("Công an", "Police"),
        "front": ("Mặt trận, đoàn thể", "Front and unions"),
        "school": ("Trường học", "School"),
        "neighbourhood": ("Tổ dân phố", "Neighbourhood"),
        "team": ("Tổ công tác", "Team"),
        "other": ("Khác", "Other"),
    },
    "scope": {
        "values:read": ("Đọc số liệu đã duyệt", "Read approved values"),
        "values:write": ("Gửi số liệu của đơn vị", "Send the unit's values"),
    },
    "key_state": {
        "active": ("Đang dùng", "In use"),
        "expired": ("Hết hạn", "Expired"),
        "revoked": ("Đã thu hồi", "Revoked"),
    },
    "value_state": {
        "draft": ("Nháp", "Draft"),
        "submitted": ("Chờ duyệt", "Submitted"),
        "returned": ("Bị trả lại", "Returned"),
        "approved": ("Đã duyệt", "Approved"),
    },
    "any_state": {  # of a value, an assignment or a survey: the trail tells of all of them
        "draft": ("Nháp", "Draft"),
        "submitted": ("Chờ duyệt", "Submitted"),
        "returned": ("Bị trả lại", "Returned"),
        "approved": ("Đã duyệt", "Approved"),
        "not_started": ("Chưa bắt đầu", "Not started"),
        "in_progress": ("Đang làm", "In progress"),
        "accepted": ("Hoàn thành", "Done"),
        "paused": ("Tạm dừng", "Paused"),
        "cancelled": ("Đã hủy", "Cancelled"),
        "declined": ("Từ chối nhận", "Declined"),
        "open": ("Đang mở", "Open"),
        "closed": ("Đã kết thúc", "Closed"),
    },
    "standing": {
        "achieved": ("Đạt mục tiêu 2030", "Target reached"),
        "on_track": ("Đúng tiến độ", "On track"),
        "at_risk": ("Cần chú ý", "At risk"),
        "off_track": ("Chậm tiến độ", "Off track"),
        "breached": ("Đã vi phạm", "Breached"),
        "no_data": ("Chưa có số liệu", "No data"),
        "not_due": ("Chưa đến kỳ", "Not due"),
    },
    "action": {"insert": ("Thêm", "Added"), "update": ("Sửa", "Changed"), "delete": ("Xóa", "Removed")},
    "object": {
        "unit": ("Đơn vị", "Unit"),
        "account": ("Tài khoản", "Account"),
        "membership": ("Vai trò", "Role"),
        "credential": ("Mật khẩu", "Password"),
        "sign_in": ("Điện thoại đăng nhập", "Phone"),
        "api_key": ("Khóa API", "API key"),
        "plan": ("Kế hoạch", "Plan"),
        "period": ("Kỳ báo cáo", "Period"),
        "indicator": ("Chỉ tiêu", "Indicator"),
        "indicator_path": ("Lộ trình chỉ tiêu", "Path of an indicator"),
        "indicator_comment": ("Ý kiến về chỉ tiêu", "Comment"),
        "indicator_value": ("Số liệu", "Value"),
        "value_evidence": ("Minh chứng của số liệu", "Evidence of a value"),
        "evidence": ("Minh chứng", "Evidence"),
        "survey_round": ("Đợt khảo sát", "Survey"),
        "survey_review": ("Xử lý phiếu bất thường", "Decision on held answers"),
        "assignment": ("Nhiệm vụ", "Assignment"),
        "assignment_unit": ("Đơn vị của nhiệm vụ", "Unit of an assignment"),
        "assignment_extension": ("Gia hạn nhiệm vụ", "Extension"),
        "assignment_difficulty": ("Khó khăn của nhiệm vụ", "Difficulty"),
    },
    "field": {
        "account_id": ("Người", "Person"),
        "accepted_at": ("Nghiệm thu lúc", "Accepted at"),
        "accepted_by_name": ("Người nghiệm thu", "Accepted by"),
        "acknowledged_at": ("Đã nhận lúc", "Acknowledged at"),
        "acknowledged_by_name": ("Người nhận", "Acknowledged by"),
        "added_at": ("Gắn lúc", "Added at"),
        "added_by_name": ("Người gắn", "Added by"),
        "asked_at": ("Xin lúc", "Asked at"),
        "asked_by_name": ("Người xin", "Asked by"),
        "assigned_on": ("Giao ngày", "Assigned on"),
        "assignment_id": ("Nhiệm vụ", "Assignment"),
        "at": ("Lúc", "At"),
        "author_name": ("Người viết", "Author"),
        "author_role": ("Vai trò người viết", "Author's role"),
        "author_unit": ("Đơn vị người viết", "Author's unit"),
        "baseline_value": ("Số xuất phát", "Baseline"),
        "baseline_year": ("Năm xuất phát", "Baseline year"),
        "basis": ("Căn cứ", "Basis"),
        "by_name": ("Người quyết định", "Decided by"),
        "closes_on": ("Đóng ngày", "Closes on"),
        "completed_on": ("Xong ngày", "Completed on"),
        "correction_reason": ("Lý do đính chính", "Correction reason"),
        "count": ("Số phiếu", "Answers"),
        "created_by_name": ("Người tạo", "Made by"),
        "decided_at": ("Quyết lúc", "Decided at"),
        "decided_by_name": ("Người quyết", "Decided by"),
        "decision": ("Quyết định", "Decision"),
        "decision_reason": ("Lý do quyết", "Reason of the decision"),
        "decline_reason": ("Lý do từ chối", "Reason of declining"),
        "declined_at": ("Từ chối lúc", "Declined at"),
        "declined_by_name": ("Người từ chối", "Declined by"),
        "definition": ("Cách tính", "Definition"),
        "description": ("Mô tả", "Description"),
        "due_kind": ("Loại hạn", "Kind of due date"),
        "due_on": ("Hạn", "Due on"),
        "evidence_id": ("Minh chứng", "Evidence"),
        "filename": ("Tên tệp", "File name"),
        "given_by_name": ("Người giao", "Given by"),
        "granted": ("Đồng ý", "Granted"),
        "media_type": ("Loại tệp", "Media type"),
        "new_due_on": ("Hạn mới", "New due date"),
        "old_due_on": ("Hạn cũ", "Old due date"),
        "open_to_ward": ("Cả phường xem được", "Open to the ward"),
        "opens_on": ("Mở ngày", "Opens on"),
        "part": ("Vai", "Part"),
        "percent": ("Phần trăm", "Percent"),
        "points": ("Các mốc", "Points"),
        "population": ("Tổng thể", "Population"),
        "product": ("Sản phẩm", "Product"),
        "proposal": ("Đề xuất", "Proposal"),
        "published_at": ("Công bố lúc", "Published at"),
        "published_by_name": ("Người công bố", "Published by"),
        "raised_at": ("Nêu lúc", "Raised at"),
        "raised_by_name": ("Người nêu", "Raised by"),
        "reason": ("Lý do", "Reason"),
        "reopened": ("Đã mở lại", "Reopened"),
        "resolved_at": ("Giải quyết lúc", "Resolved at"),
        "resolved_by_name": ("Người giải quyết", "Resolved by"),
        "round_id": ("Đợt khảo sát", "Survey"),
        "set_at": ("Đặt lúc", "Set at"),
        "set_by_name": ("Người đặt", "Set by"),
        "size": ("Số byte", "Bytes"),
        "state_reason": ("Lý do tình trạng", "Reason of the state"),
        "stripped": ("Đã bỏ thông tin ẩn", "Metadata removed"),
        "target": ("Ngưỡng", "Target"),
        "target_value": ("Mục tiêu", "Target"),
        "text": ("Nội dung", "Text"),
        "title": ("Tên", "Title"),
        "uploaded_at": ("Tải lên lúc", "Uploaded at"),
        "uploaded_by_name": ("Người tải lên", "Uploaded by"),
        "value_id": ("Số liệu", "Value"),
        "active": ("Đang dùng", "Active"),
        "changed_at": ("Đổi lúc", "Changed at"),
        "code": ("Mã", "Code"),
        "created_at": ("Tạo lúc", "Made at"),
        "created_by": ("Người tạo", "Made by"),
        "denominator": ("Mẫu số", "Denominator"),
        "display_name": ("Họ và tên", "Name"),
        "ended_at": ("Kết thúc lúc", "Ended at"),
        "entered_at": ("Nhập lúc", "Entered at"),
        "entered_by_name": ("Người nhập", "Entered by"),
        "entry_due_on": ("Hạn nhập", "Due on"),
        "expires_at": ("Hết hạn lúc", "Expires at"),
        "full_code": ("Mã đầy đủ", "Full code"),
        "indicator_id": ("Chỉ tiêu", "Indicator"),
        "kind": ("Loại", "Kind"),
        "last4": ("Bốn ký tự cuối", "Last four"),
        "late": ("Nộp muộn", "Late"),
        "level": ("Cấp", "Level"),
        "lock_reason": ("Lý do chốt", "Lock reason"),
        "locked_on": ("Chốt ngày", "Locked on"),
        "name": ("Tên", "Name"),
        "note": ("Ghi chú", "Note"),
        "numerator": ("Tử số", "Numerator"),
        "on_behalf": ("Nhập thay", "On behalf"),
        "parent_id": ("Thuộc đơn vị", "Above"),
        "period_id": ("Kỳ", "Period"),
        "replaced_by": ("Khóa thay thế", "Replaced by"),
        "return_reason": ("Lý do trả lại", "Return reason"),
        "reviewed_at": ("Duyệt lúc", "Reviewed at"),
        "reviewed_by_name": ("Người duyệt", "Reviewed by"),
        "revoked_at": ("Thu hồi lúc", "Revoked at"),
        "role": ("Vai trò", "Role"),
        "scopes": ("Phạm vi khóa", "Scopes"),
        "short_name": ("Tên gọn", "Short name"),
        "source": ("Nguồn", "Source"),
        "state": ("Tình trạng", "State"),
        "submitted_at": ("Gửi duyệt lúc", "Submitted at"),
        "submitted_by_name": ("Người gửi duyệt", "Submitted by"),
        "unit_id": ("Đơn vị", "Unit"),
        "user_agent": ("Thiết bị", "Device"),
        "username": ("Tên đăng nhập", "User name"),
        "valid_from": ("Từ ngày", "From"),
        "valid_to": ("Đến trước ngày", "Before"),
    },
}

OF_FIELD: dict[str, str] = {
    "active": "yes",
    "kind": "kind",
    "late": "yes",
    "on_behalf": "yes",
    "role": "role",
    "scopes": "scope",
    "state": "any_state",
}
"""The words of the values of a field in the trail."""
