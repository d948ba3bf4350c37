import { createContext, useContext } from "react";

/** What the frame shows at the fields of a form: who is in one, how many comments it has. */
export interface FieldMarks {
  readonly presentAt: (pointer: string) => readonly string[];
  readonly commentsAt: (pointer: string) => number;
  /** Somebody came into a field. */
  readonly enter: (pointer: string) => void;
  /** Left out where nothing can be said about a field. */
  readonly openComments?: (pointer: string) => void;
}

const NONE: FieldMarks = {
  presentAt: () => [],
  commentsAt: () => 0,
  enter: () => {},
};

const Marks = createContext<FieldMarks>(NONE);

export const FieldMarksProvider = Marks.Provider;

export const useFieldMarks = (): FieldMarks => useContext(Marks);
