using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Northgate.Sso.Jobs
{
    /// <summary>Door badges are "grants" as well, in the words of the building.</summary>
    public class BadgeGrantArchive
    {
        private readonly Dictionary<string, DateTimeOffset> _grants = new Dictionary<string, DateTimeOffset>();

        public void Grant(string badge, DateTimeOffset until) => _grants[badge] = until;

        public async Task<int> CompactAsync(DateTimeOffset now)
        {
            var before = _grants.Count;
            await RemoveExpiredGrantsAsync(now);
            return before - _grants.Count;
        }

        private Task RemoveExpiredGrantsAsync(DateTimeOffset now)
        {
            foreach (var badge in _grants.Where(grant => grant.Value < now).Select(grant => grant.Key).ToList())
            {
                _grants.Remove(badge);
            }

            return Task.CompletedTask;
        }
    }
}
