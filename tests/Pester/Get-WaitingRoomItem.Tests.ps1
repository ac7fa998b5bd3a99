BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/WaitingRoomSetup.ps1
    $script:id = 'PermModule.Commands.GetWaitingRoomItemCommand'
}

Describe 'Get-WaitingRoomItem' {
    BeforeEach {
        $null = New-WaitingRoomStore
        $script:download = Submit-WaitingRoomItem Download viewer 'Logo blue.png', b -Reason offer
        $script:upload = Submit-WaitingRoomItem Upload asker 'LOGO red.png'
        $script:direct = Submit-WaitingRoomItem Upload uploader other
        $script:caught = Submit-WaitingRoomItem Quarantine asker virus
    }

    It 'returns what waits, oldest first, unless told otherwise' {
        (Get-WaitingRoomItem).Id | Should -Be $download.Id, $upload.Id, $caught.Id
        (Get-WaitingRoomItem -State Approved).Id | Should -Be $direct.Id
        (Get-WaitingRoomItem -State Pending, Approved, Denied, Mixed).Id | Should -Be $download.Id, $upload.Id, $direct.Id, $caught.Id
    }

    It 'finds requests of any state by number, as text and by pipe' {
        (Get-WaitingRoomItem $direct.Id).State | Should -Be Approved
        (Get-WaitingRoomItem -Id "$($direct.Id)", $upload.Id).Id | Should -Be $direct.Id, $upload.Id
        ($direct.Id | Get-WaitingRoomItem).Id | Should -Be $direct.Id
        ([pscustomobject]@{ Id = "$($direct.Id)" } | Get-WaitingRoomItem).Id | Should -Be $direct.Id
        Approve-WaitingRoomItem $upload.Id -Auditor uploads
        ($upload | Get-WaitingRoomItem).State | Should -Be Approved
        Get-WaitingRoomItem -Id $direct.Id -State Pending | Should -BeNullOrEmpty
    }

    It 'takes a requester who was read for that one, whoever has the name since' {
        $null = New-PermUser 'a*' -Profile viewer
        $star, $viewer = (Get-PermUser 'a`*'), (Get-PermUser viewer)
        Get-WaitingRoomItem -Requester $star | Should -BeNullOrEmpty
        Set-PermUser viewer -NewUserName reader
        $null = New-PermUser viewer -Profile viewer
        (Get-WaitingRoomItem -Requester $viewer).Id | Should -Be $download.Id
        Remove-PermUser reader -Confirm:$false
        (Get-WaitingRoomItem -Requester $viewer -State Denied).Id | Should -Be $download.Id
    }

    It 'filters by kind, requester and asset' {
        (Get-WaitingRoomItem -Kind Upload, Quarantine).Id | Should -Be $upload.Id, $caught.Id
        (Get-WaitingRoomItem -Requester ASKER).Id | Should -Be $upload.Id, $caught.Id
        (Get-WaitingRoomItem -Requester v*).Id | Should -Be $download.Id
        (Get-WaitingRoomItem -Requester (Get-PermUser viewer)).Id | Should -Be $download.Id
        (Get-WaitingRoomItem -Asset 'logo RED.png').Id | Should -Be $upload.Id
        (Get-WaitingRoomItem -Asset logo*).Id | Should -Be $download.Id, $upload.Id
        Get-WaitingRoomItem -Asset nothing | Should -BeNullOrEmpty
        Get-WaitingRoomItem -Requester nobody* | Should -BeNullOrEmpty
    }

    It 'takes durations as they are typed: <Text>' -ForEach @(
        @{ Text = '7d' }, @{ Text = '12h' }, @{ Text = '30m' }, @{ Text = '2w' }, @{ Text = '45s' }, @{ Text = '1d12h' }, @{ Text = '1.12:00' }
    ) {
        & ([scriptblock]::Create("Get-WaitingRoomItem -OlderThan $Text")) | Should -BeNullOrEmpty
        Get-WaitingRoomItem -OlderThan $Text | Should -BeNullOrEmpty
    }

    It 'takes durations as values' {
        Get-WaitingRoomItem -OlderThan (New-TimeSpan -Days 1) | Should -BeNullOrEmpty
        Get-WaitingRoomItem -OlderThan ([timespan]::MaxValue) | Should -BeNullOrEmpty
        $splat = @{ OlderThan = 7d }
        Get-WaitingRoomItem @splat | Should -BeNullOrEmpty
        (Get-WaitingRoomItem -OlderThan ([timespan]::Zero)).Id | Should -Be $download.Id, $upload.Id, $caught.Id
        Start-Sleep -Milliseconds 1100
        (Get-WaitingRoomItem -OlderThan 1s).Count | Should -Be 3
    }

    It 'refuses what is no duration: <Value>' -ForEach @(
        @{ Value = 7 }, @{ Value = '7' }, @{ Value = '-7d' }, @{ Value = '7y' }, @{ Value = '' }, @{ Value = '999999999999w' }, @{ Value = [timespan]'-00:00:01' }
    ) {
        { Get-WaitingRoomItem -OlderThan $Value } | Should -Throw '*no duration*' -ErrorId "ParameterArgumentTransformationError,$id"
    }

    It 'reports a number or a name that does not exist, and goes on' {
        $found = Get-WaitingRoomItem 4711, $upload.Id -ErrorVariable refused -ErrorAction SilentlyContinue
        $found.Id | Should -Be $upload.Id
        $refused.FullyQualifiedErrorId | Should -Be "WaitingRoomItemNotFound,$id"
        $refused.TargetObject | Should -Be 4711
        { Get-WaitingRoomItem -Requester nobody -ErrorAction Stop } | Should -Throw -ErrorId "UserNotFound,$id"
    }

    It 'finds requests of a user who was removed' {
        Remove-PermUser viewer -Confirm:$false
        Get-WaitingRoomItem -Requester viewer | Should -BeNullOrEmpty
        (Get-WaitingRoomItem -Requester viewer -State Denied).Requester | Should -BeExactly viewer
    }

    It 'stops when enough came out' {
        (Get-WaitingRoomItem | Select-Object -First 1).Id | Should -Be $download.Id
    }
}
