/** Days as people say them. */
export const dates = {
  today: "hôm nay",
  yesterday: "hôm qua",
  daysLeft: "còn {days} ngày",
  daysOver: "quá hạn {days} ngày",
} as const;
