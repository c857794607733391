/** The words of standings and of values' states, and the sentences of `Vì sao?`. Numbers come in written out. */

/** What a reason may be told with; each number as it is read, `null` where the rule did not need it. */
export interface WhyNumbers {
  value: string;
  target: string;
  plan: string;
  gap: string;
  progress: string | null;
  expected: string;
  lastDay: string;
  judgedDay: string;
  brokenBefore: string;
}

type Sentences = (numbers: WhyNumbers) => string[];

const why = {
  period_not_over: (n) => [
    `Kỳ này kết thúc ngày ${n.lastDay}.`,
    "Chưa hết kỳ và chưa có số liệu được duyệt.",
  ],
  value_missing: (n) => [`Kỳ này đã kết thúc ngày ${n.lastDay}.`, "Chưa có số liệu nào được duyệt."],
  nothing_occurred: () => ["Trong kỳ không phát sinh: mẫu số bằng 0.", "Vì vậy không tính được tỷ lệ."],
  no_target: (n) => [`Hiện tại là ${n.value}.`, "Kế hoạch không nêu mức phải đạt, nên chưa xét tiến độ."],
  no_plan: (n) => [
    `Hiện tại là ${n.value}, còn thiếu ${n.gap} so với mục tiêu ${n.target}.`,
    "Chưa đặt lộ trình năm, nên chưa xét tiến độ.",
  ],
  target_reached: (n) => [`Hiện tại là ${n.value}, đã đạt mục tiêu 2030 là ${n.target}.`],
  plan_reached: (n) => [
    `Hiện tại là ${n.value}, đạt kế hoạch kỳ là ${n.plan}.`,
    `Còn thiếu ${n.gap} so với mục tiêu ${n.target}.`,
  ],
  plan_nearly_reached: (n) => [
    `Hiện tại là ${n.value}, thiếu ${n.gap} so với kế hoạch kỳ là ${n.plan}.`,
    n.progress === null
      ? "Chỉ còn kém một mức, nên xếp cần chú ý."
      : `Đã đi được ${n.progress} chặng đường của kỳ; từ 90% trở lên xếp cần chú ý.`,
  ],
  plan_missed: (n) => [
    `Hiện tại là ${n.value}, thiếu ${n.gap} so với kế hoạch kỳ là ${n.plan}.`,
    n.progress === null
      ? "Kém hơn một mức, nên xếp chậm tiến độ."
      : `Mới đi được ${n.progress} chặng đường của kỳ; dưới 90% xếp chậm tiến độ.`,
  ],
  kept_to_the_end: (n) => [`Mức yêu cầu là ${n.target}.`, "Mọi kỳ đến hết kế hoạch đều giữ được."],
  kept: (n) => [
    `Kỳ này là ${n.value}, giữ được mức yêu cầu ${n.target}.`,
    "Mục tiêu này phải giữ ở mọi kỳ, nên chỉ xét đạt khi hết năm 2030.",
  ],
  kept_now_broken_before: (n) => [
    `Kỳ này là ${n.value}, đúng mức yêu cầu ${n.target}.`,
    `Kỳ ${n.brokenBefore} đã không giữ được, nên không còn được xếp đạt mục tiêu.`,
  ],
  nearly_kept: (n) => [
    `Hiện tại là ${n.value}, thiếu ${n.gap} so với mức yêu cầu ${n.target}.`,
    "Khoảng thiếu còn nhỏ, nên xếp cần chú ý.",
  ],
  not_kept: (n) => [
    `Hiện tại là ${n.value}, thiếu ${n.gap} so với mức yêu cầu ${n.target}.`,
    "Khoảng thiếu lớn, nên xếp chậm tiến độ.",
  ],
  occurred: (n) => [`Trong kỳ đã xảy ra: ${n.value}.`, "Mục tiêu là không để xảy ra, nên xếp đã vi phạm."],
  year_reached: (n) => [`Từ đầu năm đã có ${n.value}, đủ mức ${n.target}.`],
  year_too_young: (n) => [
    `Từ đầu năm có ${n.value}, còn thiếu ${n.gap} so với mức ${n.target}.`,
    "Nửa đầu năm chưa xét tiến độ.",
  ],
  year_pace_kept: (n) => [
    `Từ đầu năm có ${n.value}, mức phải đạt là ${n.target}.`,
    `Đến ngày ${n.judgedDay} cần có ${n.expected}, nên đúng tiến độ.`,
  ],
  year_pace_missed: (n) => [
    `Từ đầu năm có ${n.value}, mức phải đạt là ${n.target}.`,
    `Đến ngày ${n.judgedDay} cần có ${n.expected}, nên xếp cần chú ý.`,
  ],
  year_missed: (n) => [`Hết năm có ${n.value}, thiếu ${n.gap} so với mức ${n.target}.`],
} satisfies Record<string, Sentences>;

export type KnownReason = keyof typeof why;

export const standing = {
  word: {
    achieved: "Đạt mục tiêu 2030",
    on_track: "Đúng tiến độ",
    at_risk: "Cần chú ý",
    off_track: "Chậm tiến độ",
    breached: "Đã vi phạm",
    no_data: "Chưa có số liệu",
    not_due: "Chưa đến kỳ",
  },
  state: {
    draft: "Nháp",
    submitted: "Chờ duyệt",
    returned: "Bị trả lại",
    approved: "Đã duyệt",
    published: "Đã công bố",
  },
  why: "Vì sao?",
  open: "Mở trang chỉ tiêu",
  reasons: why as Record<KnownReason, Sentences>,
  needed: (count: string, label: string | null) =>
    label === null ? `Cần thêm ${count} ở tử số.` : `Cần thêm ${count} ở tử số (${label}).`,
  rule: (version: string, lastDay: string, day: string) =>
    `Xét ngày ${day} cho kỳ kết thúc ${lastDay}. Quy tắc bản ${version}.`,
  /** What a target reads like, by its kind. */
  target: {
    above: (value: string) => `trên ${value}`,
    perYear: (value: string) => `${value}/năm`,
    perYearFromTo: (from: string, to: string) => `${from}-${to}/năm`,
    maintain: (value: string) => `duy trì ${value}`,
    missing: "chưa có số",
  },
  /** Whose word a planned value is. */
  planBasis: { set: "phường đặt", assumed: "giả định", target: "giữ ở mọi kỳ" },
  milestones: "mốc",
  levels: "mức",
  points: (value: string) => `${value} điểm`,
};
