# Names that hold a wildcard character: an object and a completed name mean this name, also where wildcards are read.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    function Complete {
        param([string] $Line)
        ([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches | Where-Object ResultType -EQ ParameterValue).CompletionText
    }
}

Describe 'A name with a wildcard character' {
    BeforeAll {
        $null = New-TestStore
        $null = New-PermProfile 'Sales [EU]' -Right asset-bank.asset.manage-brands
        $null = New-PermProfile 'Sales E'
        $null = New-PermGroup 'Press [A]'
        $null = New-PermGroup 'Press A'
        $null = New-PermUser 'p[i]a' -Profile 'Sales [EU]' -Group 'Press [A]' -Department 'Print [1]' -Location 'Rome*' -Email 'p*a@example.com'
        $null = New-PermUser pia -Profile 'Sales E' -Group 'Press A' -Department 'Print 1' -Location 'Rome 2' -Email 'pea@example.com'
        $null = Add-PermRoleMember Champion 'p[i]a' -Department 'Print [1]'
    }

    It 'is found by the object that shows it: <Name>' -ForEach @(
        @{ Name = 'the profile of a user'; Find = { Get-PermUser -First 1 | Get-PermProfile }; Expected = 'Sales [EU]' }
        @{ Name = 'the profile of a tier'; Find = { Get-SeatUsage -ByProfile | Where-Object ProfileName -EQ 'Sales [EU]' | Get-PermProfile }; Expected = 'Sales [EU]' }
        @{ Name = 'the profile of who holds a right'; Find = { Get-PermRightHolder asset-bank.asset.manage-brands | Get-PermProfile }; Expected = 'Sales [EU]' }
        @{ Name = 'the profile itself'; Find = { Get-PermProfile -Right asset-bank.asset.manage-brands | Where-Object Name -Like Sales* | Get-PermProfile }; Expected = 'Sales [EU]' }
        @{ Name = 'the group itself'; Find = { Get-PermGroup | Where-Object Name -EQ 'Press [A]' | Get-PermGroup }; Expected = 'Press [A]' }
        @{ Name = 'a membership'; Find = { Get-PermGroupMember | Where-Object Group -EQ 'Press [A]' | Get-PermGroupMember }; Expected = 'p[i]a in Press [A]' }
        @{ Name = 'the user of a role'; Find = { Get-PermRoleMember Champion | Get-PermUser }; Expected = 'p[i]a' }
        @{ Name = 'the events of a profile'; Find = { (Get-SeatUsage -ByProfile | Where-Object ProfileName -EQ 'Sales [EU]' | Get-PermProfile | Get-PermAuditEvent).Target | Sort-Object -Unique }; Expected = 'Sales [EU]' }
        @{ Name = 'the events of an event'; Find = { (Get-PermAuditEvent | Where-Object Target -EQ 'Press [A]' | Select-Object -First 1 | ForEach-Object { $_ } | Get-PermAuditEvent).Target | Sort-Object -Unique }; Expected = 'Press [A]' }
    ) {
        & $Find | ForEach-Object { "$_" } | Should -BeExactly $Expected
    }

    It 'is completed to what finds it: <Line>' -ForEach @(
        @{ Line = 'Get-PermProfile Sales'; Property = 'Name'; Expected = 'Sales [EU]' }
        @{ Line = "Get-PermProfile 'Sales ``["; Property = 'Name'; Expected = 'Sales [EU]' }
        @{ Line = "Get-PermProfile 'Sales ["; Property = 'Name'; Expected = 'Sales [EU]' }
        @{ Line = "Get-PermProfile -Identity 'Sales [EU]"; Property = 'Name'; Expected = 'Sales [EU]' }
        @{ Line = "PermModule\Get-PermProfile -Name 'Sales [EU]"; Property = 'Name'; Expected = 'Sales [EU]' }
        @{ Line = 'Get-PermGroup Press'; Property = 'Name'; Expected = 'Press [A]' }
        @{ Line = "Get-PermGroup 'Press [A]"; Property = 'Name'; Expected = 'Press [A]' }
        @{ Line = 'Get-PermGroupMember Press'; Property = 'Group'; Expected = 'Press [A]' }
        @{ Line = 'Get-PermUser p'; Property = 'UserName'; Expected = 'p[i]a' }
        @{ Line = 'Get-PermUser -Profile Sales'; Property = 'ProfileName'; Expected = 'Sales [EU]' }
        @{ Line = 'Get-PermUser -Group Press'; Property = 'Groups'; Expected = 'Press [A]' }
        @{ Line = 'Get-PermUser -Department Print'; Property = 'Department'; Expected = 'Print [1]' }
        @{ Line = 'Get-PermUser -Location Rome'; Property = 'Location'; Expected = 'Rome*' }
        @{ Line = 'Get-PermUser -Email p'; Property = 'Email'; Expected = 'p*a@example.com' }
        @{ Line = 'Get-PermRoleMember -Department Print'; Property = 'Department'; Expected = 'Print [1]' }
        @{ Line = 'Get-PermAuditEvent -Target Press'; Property = 'Target'; Expected = 'Press [A]' }
        @{ Line = 'Set-PermProfile Sales'; After = ' -Description D -PassThru'; Property = 'Name'; Expected = 'Sales [EU]' }
        @{ Line = 'Set-PermUser p'; After = ' -JobTitle D -PassThru'; Property = 'UserName'; Expected = 'p[i]a' }
        @{ Line = "Set-PermUser 'p[i"; After = ' -JobTitle E -PassThru'; Property = 'UserName'; Expected = 'p[i]a' }
        @{ Line = 'Set-PermUser pia -Profile Sales'; After = ' -PassThru'; Property = 'ProfileName'; Expected = 'Sales [EU]' }
        @{ Line = 'Test-PermRight -Profile Sales'; After = ' -Right asset-bank.asset.manage-brands'; Expected = 'True' }
    ) {
        $completed = Complete $Line | Where-Object { $_ -match '[[*]' }
        $completed | Should -HaveCount 1
        $found = & ([scriptblock]::Create(($Line -replace "[^ ]*('[^']*)?$") + $completed + $After))
        @($Property ? $found.$Property : $found) | Sort-Object -Unique | ForEach-Object { "$_" } | Should -BeExactly $Expected
    }
}
