/** Days as people say them. */
export const dateWords = {
  today: "hôm nay",
  yesterday: "hôm qua",
  daysLeft: (days: number) => `còn ${days} ngày`,
  daysOver: (days: number) => `quá hạn ${days} ngày`,
};
