// Built by bench/page.ts: JSX is not run by Node as it stands.
import { Anchor, Badge, MantineProvider, Table } from "@mantine/core";
import { UNSAFE_RemixContext as RemixContext } from "@remix-run/react";
import type { ComponentProps, ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { Outlet, type RouteObject } from "react-router-dom";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import type { PageRoot } from "#app/components/page-root.ts";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { type Column, DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { themeOf } from "#app/components/theme/theme.ts";
import { addAllLocales } from "#app/locales/all.ts";
import { i18nFor } from "#app/platform/i18n.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly address: string;
  readonly issuedOn: string;
  readonly usageKwh: string;
  readonly amount: string;
  readonly paid: boolean;
}

const ROWS: readonly Row[] = Array.from({ length: 50 }, (_, index) => ({
  id: String(index),
  name: `客户 ${index}`,
  account: `3301 0021 ${4400 + index}`,
  address: `临洲市滨江路 ${index} 号 2 单元 601 室`,
  issuedOn: "2026-04-02",
  usageKwh: String(120 + index * 7.3),
  amount: `${60 + index * 4}.08`,
  paid: index % 3 !== 0,
}));

/** The list as the product shows it: head of the page, filters, rows that link, states, paging. */
function OurList() {
  const format = useFormat();
  const columns: readonly Column<Row>[] = [
    { key: "name", header: "客户", cell: (row) => row.name, card: "title", sortable: true },
    { key: "account", header: "户号", cell: (row) => row.account },
    { key: "address", header: "地址", cell: (row) => row.address },
    { key: "issuedOn", header: "出账日期", cell: (row) => format.day(row.issuedOn), sortable: true },
    {
      key: "state",
      header: "状态",
      cell: (row) => (
        <StatusBadge tone={row.paid ? "success" : "warning"}>{row.paid ? "已支付" : "待支付"}</StatusBadge>
      ),
    },
    {
      key: "usage",
      header: "用量",
      cell: (row) => format.number(row.usageKwh),
      align: "end",
      unit: "kWh",
      sortable: true,
    },
    { key: "amount", header: "金额", cell: (row) => format.money(row.amount), align: "end", sortable: true },
  ];
  return (
    <>
      <PageHeader title="账单" />
      <FilterBar filters={[{ kind: "search", name: "q", label: "姓名、户号或地址" }]} />
      <DataTable
        caption="账单"
        columns={columns}
        rows={ROWS}
        rowKey={(row) => row.id}
        rowHref={(row) => `/t/linzhou/workspace/bills/${row.id}`}
        order={{ sort: "issuedOn", direction: "descending" }}
        paging={{ previous: null, next: "x", total: { rows: 1000, more: true } }}
        empty={{ title: "", advice: "" }}
      />
    </>
  );
}

/** The same rows and cells in Mantine's table, written as its documentation does. Nothing around it. */
function PlainMantine() {
  const format = useFormat();
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {["客户", "户号", "地址", "出账日期", "状态", "用量 kWh", "金额"].map((header) => (
            <Table.Th key={header}>{header}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {ROWS.map((row) => (
          <Table.Tr key={row.id}>
            <Table.Td>
              <Anchor href={`/t/linzhou/workspace/bills/${row.id}`}>{row.name}</Anchor>
            </Table.Td>
            <Table.Td>{row.account}</Table.Td>
            <Table.Td>{row.address}</Table.Td>
            <Table.Td>{format.day(row.issuedOn)}</Table.Td>
            <Table.Td>
              <Badge color={row.paid ? "green" : "yellow"}>{row.paid ? "已支付" : "待支付"}</Badge>
            </Table.Td>
            <Table.Td>{format.number(row.usageKwh)}</Table.Td>
            <Table.Td>{format.money(row.amount)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const PAGE_ROOT: PageRoot = {
  requestId: "",
  locale: "zh-CN",
  colorScheme: "auto",
  tenant: null,
  viewer: null,
};

const routes = [
  {
    id: "root",
    path: "/",
    loader: () => PAGE_ROOT,
    Component: Outlet,
    children: [
      { id: "ours", path: "ours", Component: OurList },
      { id: "plain", path: "plain", Component: PlainMantine },
      { id: "nothing", path: "nothing", Component: () => null },
    ],
  },
];

/** Links of Remix ask it for the manifest; there is nothing to fetch ahead here. */
const remix = {
  manifest: { routes: {}, entry: { imports: [], module: "" }, url: "", version: "" },
  routeModules: {},
  future: { v3_singleFetch: true, v3_lazyRouteDiscovery: true },
  isSpaMode: false,
} as unknown as ComponentProps<typeof RemixContext.Provider>["value"];

export type Page = "ours" | "plain" | "nothing";

/** Renders one of the pages to a string, with everything around it that the product has. */
export async function renderer(page: Page): Promise<() => string> {
  addAllLocales();
  const handler = createStaticHandler(routes);
  const context = await handler.query(new Request(`http://localhost/${page}`));
  if (context instanceof Response) throw new Error(`No page ${page}`);
  const theme = themeOf("#0a6e5c");
  const around = (children: ReactNode): ReactNode => (
    <RemixContext.Provider value={remix}>
      <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false}>
        <I18nextProvider i18n={i18nFor("zh-CN")}>{children}</I18nextProvider>
      </MantineProvider>
    </RemixContext.Provider>
  );
  return () =>
    renderToString(
      around(
        <StaticRouterProvider
          router={createStaticRouter(handler.dataRoutes as RouteObject[], context)}
          context={context}
        />,
      ),
    );
}
