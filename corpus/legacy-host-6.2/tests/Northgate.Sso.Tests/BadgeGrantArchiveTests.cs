using System;
using System.Threading.Tasks;
using Northgate.Sso.Jobs;
using Xunit;

namespace Northgate.Sso.Tests
{
    public class BadgeGrantArchiveTests
    {
        private static readonly DateTimeOffset Now = new DateTimeOffset(2023, 4, 3, 8, 0, 0, TimeSpan.Zero);

        [Fact]
        public async Task Compacting_removes_only_what_is_over()
        {
            var archive = new BadgeGrantArchive();
            archive.Grant("A-17", Now.AddDays(-1));
            archive.Grant("B-03", Now.AddDays(1));

            Assert.Equal(1, await archive.CompactAsync(Now));
            Assert.Equal(0, await archive.CompactAsync(Now));
        }
    }
}
