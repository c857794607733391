import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "../api/problem";

/** The one cache of server state. Reads are tried again only when the server or the network was at fault. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      networkMode: "always",
      retry: (failures, error) => {
        const { status } = asProblem(error);
        return failures < 2 && (status === 0 || status >= 500);
      },
    },
    mutations: { networkMode: "always" },
  },
});
