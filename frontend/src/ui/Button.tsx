import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from "react";
import { cx } from "../lib/cx";
import { general } from "../words/vi/general";
import styles from "./Button.module.css";
import { Icon, type IconName } from "./Icon";

export type Variant = "primary" | "secondary" | "quiet" | "danger";
type Size = "small" | "normal" | "large";

interface Looks {
  variant?: Variant;
  size?: Size;
  icon?: IconName | undefined;
  wide?: boolean;
}

interface ButtonProps extends Looks, ButtonHTMLAttributes<HTMLButtonElement> {
  /** A wheel turns, presses are ignored, and a screen reader hears that something is going on. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

function looks({ variant = "secondary", size = "normal", wide = false }: Looks): string {
  return cx(
    styles.button,
    styles[variant],
    size === "small" && styles.small,
    size === "large" && styles.large,
    wide && styles.wide,
  );
}

/** A button; one `primary` per screen. */
export function Button({
  variant,
  size,
  icon,
  wide,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(looks({ variant, size, wide } as Looks), className)}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <Icon name="busy" size={18} className={styles.spin} /> : icon && <Icon name={icon} size={18} />}
      {children}
      {busy && <span className="visually-hidden">{general.busy}</span>}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  /** What it does; read aloud and shown as a tooltip. */
  label: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A square button that has only an icon. */
export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(styles.button, styles.quiet, styles.icon, className)}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  );
}

interface AnchorProps extends Looks, AnchorHTMLAttributes<HTMLAnchorElement> {
  ref?: Ref<HTMLAnchorElement>;
}

function ButtonAnchor({ variant, size, icon, wide, className, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={cx(looks({ variant, size, wide } as Looks), className)}>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </a>
  );
}

/** A link of the router that looks like a button: `<ButtonLink to="/ke-hoach" variant="secondary">`. */
export const ButtonLink = createLink(ButtonAnchor);
