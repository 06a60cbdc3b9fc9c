import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, type FormInstance } from 'antd';
import { useState } from 'react';
import { commandHeaders, newCommandKey } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';

interface Saving<Given, Saved> {
  /** Sends the command; its headers hold the key of this attempt. */
  send: (given: Given, headers: { 'Idempotency-Key': string }) => Promise<Saved>;
  /** What to read anew afterwards. */
  refresh: string[];
  /** What to tell when it is done. */
  done: (saved: Saved) => string;
  form?: FormInstance;
  close: () => void;
}

/** Saves what a form holds, once; a refusal is shown at its field. */
export function useSaving<Given, Saved>({ send, refresh, done, form, close }: Saving<Given, Saved>) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [key, setKey] = useState(newCommandKey);
  return useMutation({
    mutationFn: (given: Given) => send(given, commandHeaders(key)),
    onSuccess: (saved) => {
      for (const name of refresh) void queries.invalidateQueries({ queryKey: [name] });
      void message.success(done(saved));
      close();
    },
    onError: (problem: Error) => {
      setKey(newCommandKey());
      const field = fieldOf(problem);
      if (field && form) form.setFields([{ name: field, errors: [problem.message] }]);
    },
  });
}
