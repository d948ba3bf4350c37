import type { Decimal } from "#engines/kernel/decimal.ts";

/** An order that a customer is to pay at a gateway. */
export interface GatewayOrder {
  /** Our number of it, unique for the merchant; asking twice with the same number gives the same order. */
  readonly orderNumber: string;
  readonly description: string;
  /** In whole minor units of the currency: cents have no fractions at a gateway. */
  readonly amount: Decimal;
  readonly currency: string;
  readonly expiresAt: Date;
  /** Where the gateway sends its notification. */
  readonly notifyUrl: string;
  /** Where the payer's browser goes when it is done. */
  readonly returnUrl: string;
}

/** What a gateway says about an order, in a notification or when asked. */
export interface GatewayPayment {
  readonly orderNumber: string;
  readonly state: "open" | "paid" | "closed";
  /** The gateway's own number of the payment; present when paid. */
  readonly transactionNumber?: string;
  readonly amount: Decimal;
  readonly currency: string;
  readonly paidAt?: Date;
}

/** A notification whose signature, time and content were verified. */
export interface GatewayNotice {
  /** The same for every delivery of the same event. */
  readonly notificationId: string;
  readonly payment: GatewayPayment;
}

export type GatewayHeaders = Readonly<Record<string, string | undefined>>;

/** A payment gateway, as a merchant sees it. One adapter per kind; a tenant's merchant account is given when it is made. */
export interface PaymentGateway {
  /** Stands in payment rows and in the notification address. */
  readonly name: string;
  /** @throws GATEWAY_UNREACHABLE, GATEWAY_REFUSED */
  createOrder(order: GatewayOrder): Promise<{ payUrl: string }>;
  /** What the gateway knows of an order, for the case that every notification was lost. @throws as above */
  findOrder(orderNumber: string): Promise<GatewayPayment | undefined>;
  /**
   * Verifies a notification: signature (compared in constant time), time within the window, then its content.
   * @throws NOTIFICATION_UNSIGNED, NOTIFICATION_STALE, NOTIFICATION_FORGED, NOTIFICATION_MALFORMED
   */
  openNotification(headers: GatewayHeaders, body: string, now: Date): GatewayNotice;
}
