/** Every page of the officers' app on one screen. Each is a chunk of its own, read when it is first opened. */

import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { type Act, homeOf, meQuery } from "../api/me";
import { asProblem } from "../api/problem";
import { Toasts } from "../ui/Toast";
import { ErrorPage, ErrorScreen, NotFoundPage } from "./ErrorPage";
import { queryClient } from "./queries";
import { Shell } from "./Shell";

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** What somebody must be allowed to do to open the page. */
    act?: Act;
    /** Wide tables: the menu folds to its icons. */
    dense?: boolean;
  }
}

/** Filters live in the address as plain text; what is empty is left out. */
function texts<K extends string>(...names: K[]) {
  return (search: Record<string, unknown>): Partial<Record<K, string>> =>
    Object.fromEntries(
      names.filter((n) => search[n] !== undefined && search[n] !== "").map((n) => [n, String(search[n])]),
    ) as Partial<Record<K, string>>;
}

const root = createRootRouteWithContext()({
  component: () => (
    <>
      <Outlet />
      <Toasts />
    </>
  ),
});

const signedOut = createRoute({ getParentRoute: () => root, id: "signed-out" });
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: Shell,
  errorComponent: ErrorScreen,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (asProblem(error).status !== 401) throw error;
      throw redirect({ to: "/dang-nhap", search: location.href === "/" ? {} : { tiep: location.href } });
    }
  },
});

const signIn = createRoute({
  getParentRoute: () => signedOut,
  path: "/dang-nhap",
  validateSearch: texts("tiep"),
  component: lazyRouteComponent(() => import("../features/access/SignInPage"), "SignInPage"),
});
const setUp = createRoute({
  getParentRoute: () => signedOut,
  path: "/thiet-lap",
  component: lazyRouteComponent(() => import("../features/access/SetUpPage"), "SetUpPage"),
});
const invitation = createRoute({
  getParentRoute: () => signedOut,
  path: "/loi-moi",
  component: lazyRouteComponent(() => import("../features/access/InvitationPage"), "InvitationPage"),
});
const start = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: async () => {
    throw redirect({ to: homeOf(await queryClient.ensureQueryData(meQuery)), replace: true });
  },
});
const overview = createRoute({
  getParentRoute: () => signedIn,
  path: "/tong-quan",
  staticData: { act: "value_read", dense: true },
  validateSearch: texts("ky", "don-vi", "tt", "tim", "chi-tiet", "xep"),
  component: lazyRouteComponent(() => import("../features/indicators/OverviewPage"), "OverviewPage"),
});
const indicator = createRoute({
  getParentRoute: () => signedIn,
  path: "/chi-tieu/$code",
  staticData: { act: "indicator_read" },
  validateSearch: texts("the"),
  component: lazyRouteComponent(() => import("../features/indicators/IndicatorPage"), "IndicatorPage"),
});
const entry = createRoute({
  getParentRoute: () => signedIn,
  path: "/nhap-so-lieu/{-$period}",
  staticData: { act: "value_write", dense: true },
  validateSearch: texts("don-vi", "o"),
  component: lazyRouteComponent(() => import("../features/indicators/entry/EntryPage"), "EntryPage"),
});
const review = createRoute({
  getParentRoute: () => signedIn,
  path: "/duyet",
  staticData: { act: "value_review", dense: true },
  validateSearch: texts("ky", "don-vi", "so"),
  component: lazyRouteComponent(() => import("../features/indicators/review/ReviewPage"), "ReviewPage"),
});
const surveys = createRoute({
  getParentRoute: () => signedIn,
  path: "/khao-sat",
  staticData: { act: "survey_read" },
  component: lazyRouteComponent(() => import("../features/surveys/SurveysPage"), "SurveysPage"),
});
const survey = createRoute({
  getParentRoute: () => signedIn,
  path: "/khao-sat/$round",
  staticData: { act: "survey_read" },
  validateSearch: texts("the"),
  component: lazyRouteComponent(() => import("../features/surveys/SurveyPage"), "SurveyPage"),
});
const poster = createRoute({
  getParentRoute: () => signedIn,
  path: "/khao-sat/$round/to-in",
  staticData: { act: "survey_read" },
  component: lazyRouteComponent(() => import("../features/surveys/PosterPage"), "PosterPage"),
});
const work = createRoute({
  getParentRoute: () => signedIn,
  path: "/viec-cua-toi",
  staticData: { act: "assignment_read" },
  validateSearch: texts("muc"),
  component: lazyRouteComponent(() => import("../features/assignments/WorkPage"), "WorkPage"),
});
const assignments = createRoute({
  getParentRoute: () => signedIn,
  path: "/nhiem-vu",
  staticData: { act: "assignment_read", dense: true },
  validateSearch: texts("tim", "don-vi", "vai", "nhom", "han", "tt", "xep", "xem"),
  component: lazyRouteComponent(
    () => import("../features/assignments/list/AssignmentsPage"),
    "AssignmentsPage",
  ),
});
const assignment = createRoute({
  getParentRoute: () => signedIn,
  path: "/nhiem-vu/$ref",
  staticData: { act: "assignment_read" },
  component: lazyRouteComponent(() => import("../features/assignments/one/AssignmentPage"), "AssignmentPage"),
});
const notices = createRoute({
  getParentRoute: () => signedIn,
  path: "/thong-bao",
  validateSearch: texts("loc"),
  component: lazyRouteComponent(() => import("../features/notices/NoticesPage"), "NoticesPage"),
});
const plan = createRoute({
  getParentRoute: () => signedIn,
  path: "/ke-hoach",
  staticData: { act: "plan_read" },
  validateSearch: texts("tim"),
  component: lazyRouteComponent(() => import("../features/plan/PlanPage"), "PlanPage"),
});
const directory = createRoute({
  getParentRoute: () => signedIn,
  path: "/to-chuc",
  staticData: { act: "person_read" },
  validateSearch: texts("don-vi", "tim", "ngung"),
  component: lazyRouteComponent(() => import("../features/directory/DirectoryPage"), "DirectoryPage"),
});
const keys = createRoute({
  getParentRoute: () => signedIn,
  path: "/khoa-api",
  staticData: { act: "key_read" },
  component: lazyRouteComponent(() => import("../features/directory/KeysPage"), "KeysPage"),
});
const audit = createRoute({
  getParentRoute: () => signedIn,
  path: "/nhat-ky",
  staticData: { act: "audit_read", dense: true },
  validateSearch: texts("nguoi", "loai", "muc", "viec", "don-vi", "tu", "den", "ly-do"),
  component: lazyRouteComponent(() => import("../features/audit/AuditPage"), "AuditPage"),
});
const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/tai-khoan",
  component: lazyRouteComponent(() => import("../features/access/AccountPage"), "AccountPage"),
});
const queue = createRoute({
  getParentRoute: () => signedIn,
  path: "/hang-cho-gui",
  component: lazyRouteComponent(() => import("../features/outbox/OutboxPage"), "OutboxPage"),
});
const help = createRoute({
  getParentRoute: () => signedIn,
  path: "/tro-giup",
  component: lazyRouteComponent(() => import("../features/help/HelpPage"), "HelpPage"),
});

const routeTree = root.addChildren([
  signedOut.addChildren([signIn, setUp, invitation]),
  signedIn.addChildren([
    start,
    work,
    overview,
    indicator,
    entry,
    review,
    assignments,
    assignment,
    surveys,
    survey,
    poster,
    notices,
    plan,
    directory,
    keys,
    audit,
    account,
    queue,
    help,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPendingMs: 300,
  scrollRestoration: true,
});
