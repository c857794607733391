import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { signedIn } from "../../api/client";
import type { components } from "../../api/schema";

/** Enter the app with a fresh sign-in: at `onward` when it is an address of ours, else at the person's own start. */
export function useEnter(): (signed: components["schemas"]["SignedOut"], onward?: string) => void {
  const queryClient = useQueryClient();
  const router = useRouter();
  return (signed, onward) => {
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "instance" });
    signedIn(signed);
    router.history.push(onward && isOurs(onward) ? onward : "/");
  };
}

/** An address within this app; `//host` and `/\host` would lead elsewhere. */
export function isOurs(address: string): boolean {
  return /^\/(?![/\\])/.test(address);
}

/** The token of a one-time link, taken out of the address so that it stays in no history and no screenshot. */
export function useFragmentToken(): string | null {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const [token, setToken] = useState(() => tokenIn(hash));
  useEffect(() => {
    const found = tokenIn(hash);
    if (found === null) return;
    setToken(found);
    void navigate({ to: ".", hash: "", replace: true });
  }, [hash, navigate]);
  return token;
}

function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token");
}
