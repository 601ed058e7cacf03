import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';

/** A change of one's sign-in: once it is done, the page and the log are read again. */
export function useChange<Result, Asked = void>(
  change: (asked: Asked) => Promise<Result>,
  onDone: (result: Result) => void,
): UseMutationResult<Result, Error, Asked> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      onDone(result);
      await Promise.all(['account', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
}
