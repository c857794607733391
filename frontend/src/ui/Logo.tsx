/** The mark of the product. */
export function Logo({ size = 30 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 44 44" aria-hidden="true" focusable="false">
      <rect width="44" height="44" rx="9" fill="#0B4F9E" />
      <rect x="9" y="23" width="6" height="12" rx="1.5" fill="#9CC3F0" />
      <rect x="19" y="18" width="6" height="17" rx="1.5" fill="#CFE2F8" />
      <rect x="29" y="15" width="6" height="20" rx="1.5" fill="#fff" />
      <rect x="29" y="8" width="6" height="4.5" rx="1.5" fill="#FFD23F" />
    </svg>
  );
}
